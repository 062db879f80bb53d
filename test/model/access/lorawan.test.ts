import { describe, expect, it } from 'vitest';
import { Simulator } from '../../../sim/engine/simulator.ts';
import { Streams } from '../../../sim/engine/streams.ts';
import { alohaDelivery, pureAloha, slottedAloha } from '../../../sim/model/access/aloha.ts';
import { adapted } from '../../../sim/model/access/lorawan/adr.ts';
import { Air } from '../../../sim/model/access/lorawan/air.ts';
import { framesPerHour, timeOnAirMs } from '../../../sim/model/access/lorawan/airtime.ts';
import { fastestSpreading, survives } from '../../../sim/model/access/lorawan/radio.ts';

describe('LoRa time on air', () => {
  // reference/domain.md §1.5 and oracle 15: Semtech AN1200.13, computed there; to the microsecond.
  it.each([
    [7, [46.336, 56.576, 102.656]],
    [8, [82.432, 102.912, 184.832]],
    [9, [164.864, 185.344, 328.704]],
    [10, [288.768, 370.688, 616.448]],
    [11, [577.536, 741.376, 1314.816]],
    [12, [1155.072, 1318.912, 2465.792]],
  ])('of spreading factor %i is %j ms for 13, 20 and 51 bytes', (spreading, expected) => {
    const took = [13, 20, 51].map((bytes) => timeOnAirMs({ spreading, bytes }));
    for (const [index, ms] of took.entries()) expect(ms).toBeCloseTo(expected[index]!, 9);
  });

  it('leaves room for 27.3 messages of 20 bytes an hour at SF12 and 1 %', () => {
    // Oracle 15.
    expect(framesPerHour(timeOnAirMs({ spreading: 12, bytes: 20 }), 0.01)).toBeCloseTo(27.3, 1);
  });

  it('is shorter without header and check sum, longer with more coding', () => {
    // AN1200.13 by hand for SF7 and 20 bytes: n = 8 + ⌈(160 − 28 + 28) / 28⌉ · 5 = 38 symbols and
    // 12.25 of preamble, of 1.024 ms each; 8 + ⌈176 / 28⌉ · 8 = 64 at coding rate 4/8.
    const plain = timeOnAirMs({ spreading: 7, bytes: 20, hasCrc: false });
    expect(plain).toBeCloseTo((12.25 + 38) * 1.024, 9);
    const bare = timeOnAirMs({ spreading: 7, bytes: 20, hasCrc: false, hasHeader: false });
    expect(bare).toBeCloseTo((12.25 + 33) * 1.024, 9);
    expect(timeOnAirMs({ spreading: 7, bytes: 20, coding: 4 })).toBeCloseTo(76.25 * 1.024, 9);
  });
});

describe('ALOHA', () => {
  it('has the maxima of theory', () => {
    // Oracle 16: .1839 at G = .5, .3679 at G = 1.
    expect(pureAloha(0.5)).toBeCloseTo(0.1839, 4);
    expect(slottedAloha(1)).toBeCloseTo(0.3679, 4);
  });

  it('delivers 26.74 % of the frames of 500 devices at SF12, 20 bytes, each 1000 s', () => {
    // Oracle 16.
    const airtime = timeOnAirMs({ spreading: 12, bytes: 20 });
    expect(alohaDelivery(500, airtime, 1_000_000)).toBeCloseTo(0.2674, 4);
  });
});

interface Load {
  readonly perSecond: number;
  readonly frames: number;
  readonly neededSymbols: number;
  readonly demodulators?: number;
  readonly channels?: number;
  readonly spread?: boolean;
}

/** Poisson frames of 20 bytes at SF12 to one gateway. @returns the share that it reads. */
function delivered({
  perSecond,
  frames,
  neededSymbols,
  demodulators = 1e9,
  channels = 1,
  spread,
}: Load) {
  const random = new Streams('aloha', 0).stream('air');
  const simulator = new Simulator();
  const air = new Air({ gateways: 1, channels, demodulators, preambleSymbols: 8, neededSymbols });
  const airtime = timeOnAirMs({ spreading: 12, bytes: 20 });
  let read = 0;
  let begun = 0;
  const end = simulator.handler((frame) => {
    if (air.end(frame) >= 0) read += 1;
  });
  const begin = simulator.handler(() => {
    const dbm = spread === true ? -130 + 60 * random.uniform() : -100;
    const frame = air.begin(simulator.nowMs, airtime, 12, random.below(channels), () => dbm);
    simulator.after(airtime, end, frame);
    begun += 1;
    if (begun < frames) simulator.after(random.exponential(1000 / perSecond), begin);
  });
  simulator.after(0, begin);
  while (simulator.step());
  return read / frames;
}

describe('frames on one channel', () => {
  it('get through as often as pure ALOHA says when every overlap counts', () => {
    // Oracle 16; 100 000 frames know a share of .2674 within .0014 (one standard error).
    const share = delivered({ perSecond: 0.5, frames: 100_000, neededSymbols: 8 });
    expect(Math.abs(share - 0.2674)).toBeLessThan(0.0056);
  });

  it('get through more often since only five symbols of the preamble matter', () => {
    // Three of 40.25 symbols are free on either side: exp(−(2 · 1318.912 − 3 · 32.768) / 2000).
    const share = delivered({ perSecond: 0.5, frames: 100_000, neededSymbols: 5 });
    expect(Math.abs(share - Math.exp(-(2 * 1318.912 - 98.304) / 2000))).toBeLessThan(0.0057);
  });

  it('survive by capture when they are 6 dB stronger', () => {
    const load = { perSecond: 0.5, frames: 50_000, neededSymbols: 5 };
    const plain = delivered(load);
    const spread = delivered({ ...load, spread: true });
    // Strengths spread evenly over 60 dB: of two that meet, a frame is 6 dB stronger in 40.5 %, .9² / 2.
    // With k others met, Poisson of mean 1.27, all must be 6 dB below: more than plain, less than all.
    expect(spread).toBeGreaterThan(plain + 0.2);
    expect(spread).toBeLessThan(0.75);
  });

  it('wait for one of eight demodulators in vain when there are too many', () => {
    // Frames in 64 channels seldom meet; eight demodulators at a load of 20 Erlang lose what
    // Erlang's formula says, B(8, 20) = .6262 (a M/G/8/8 station; any table).
    const load = { perSecond: 20 / 1.318912, frames: 60_000, neededSymbols: 5, channels: 64 };
    const free = delivered(load);
    const eight = delivered({ ...load, demodulators: 8 });
    expect(Math.abs(eight / free - (1 - erlangB(8, 20)))).toBeLessThan(0.02);
  });
});

/** Erlang's loss formula, by its recursion. */
function erlangB(servers: number, load: number): number {
  let blocked = 1;
  for (let n = 1; n <= servers; n += 1) blocked = (load * blocked) / (n + load * blocked);
  return blocked;
}

describe('strength', () => {
  it('decides between two frames as the matrix of Goursaud says', () => {
    // signetlabdei/lorawan: 6 dB on the diagonal, −16 … −36 off it.
    expect(survives(-100, 7, -106, 7)).toBe(true);
    expect(survives(-100, 7, -105.9, 7)).toBe(false);
    expect(survives(-116, 7, -100, 8)).toBe(true);
    expect(survives(-116.1, 7, -100, 8)).toBe(false);
    expect(survives(-136, 12, -100, 7)).toBe(true);
  });

  it('chooses the fastest spreading factor that is heard', () => {
    // Sensitivities of LoRaSim.
    expect([-120, -127, -130, -132, -133, -134, -150].map((dbm) => fastestSpreading(dbm))).toEqual([
      7, 8, 9, 10, 11, 11, 12,
    ]);
  });

  it('makes ADR faster first and quieter then', () => {
    // Semtech's algorithm by hand: SNR 0 at SF12 leaves 0 + 20 − 10 = 10 dB, three steps of 3 dB.
    expect(adapted({ spreading: 12, powerDbm: 14 }, 0)).toEqual({ spreading: 9, powerDbm: 14 });
    // 10 dB at SF12: 20 dB, six steps: five to SF7, one of 2 dB of power.
    expect(adapted({ spreading: 12, powerDbm: 14 }, 10)).toEqual({ spreading: 7, powerDbm: 12 });
    // −12 dB at SF7: −14.5 dB, five steps up in power, to no more than 14 dBm.
    expect(adapted({ spreading: 7, powerDbm: 10 }, -12)).toEqual({ spreading: 7, powerDbm: 14 });
  });
});
