import { describe, expect, it } from 'vitest';
import { timeOnAirMs } from '../../../sim/model/access/lorawan/airtime.ts';
import { exchangeMs, frameMs } from '../../../sim/model/access/zigbee/csma.ts';
import { figure, runText, total } from '../../run-scenario.ts';
import { type Alone, contextOf, linkOf, meanOf, profileOf } from './fixtures.ts';

interface Settled {
  readonly ticket: number;
  readonly atMs: number;
  readonly isLost: boolean;
}

/** A medium by itself, and what became of the tickets handed in. */
function mediumOf(name: string, given: object, devices: number, seed = 'media') {
  const context = contextOf(devices, {}, seed);
  const medium = profileOf(name, given).medium!(context);
  const settled: Settled[] = [];
  const owner = medium.owner((ticket, isLost) => {
    settled.push({ ticket, atMs: context.simulator.nowMs, isLost });
  });
  const at = (ms: number, act: () => void) => {
    context.simulator.at(ms, context.simulator.handler(act));
  };
  return { medium, owner, context, settled, at };
}

const runUntil = ({ simulator }: Alone, ms: number) => simulator.run(ms, Number.POSITIVE_INFINITY);

/** Things that report, as a scenario. */
const things = (
  access: string,
  count: number,
  reports: string,
  run: string,
  more = '',
) => `version: 1
title: things
run: { ${run} }
places: [frankfurt]
nodes:
  things: { kind: clients, count: ${count}, access: ${access} }
  server: { kind: gateway, service: 0ms }
traffic:
  reports: { kind: telemetry, from: things, to: server, reports: ${reports}, ${more} }
`;

describe('lorawan', () => {
  const equal = 'shadowing: 0, exponent: 0.000001, demodulators: 1000, channels: 1, duty: 100%';

  it('loses what ALOHA loses: 500 devices at SF12 that send 20 bytes within 1000 s', () => {
    // Oracle 16 with 5 needed symbols of 8: exp(−(2 · 1318.912 − 98.304) · 499 / 10^6) = .2818;
    // all signals equally strong. 7 bytes and 13 of LoRaWAN. 10 · 500 frames: standard error .0064.
    const access = `{ lorawan: { spreading: 12, ${equal} } }`;
    const burst = '{ burst: { within: 1000s, shape: uniform } }';
    const run = 'seed: 1, duration: 1010s, replications: 10';
    const result = runText(things(access, 500, burst, run, 'size: 7B'));
    const delivered = 1 - figure(result, 'value', 'loss_ratio');
    expect(Math.abs(delivered - 0.2818)).toBeLessThan(0.026);
    expect(total(result, 'messages')).toBe(5000);
    expect(total(result, 'deliveries') + total(result, 'undelivered')).toBe(5000);
    expect(total(result, 'radio_collisions')).toBe(total(result, 'undelivered'));
  });

  it('holds frames back for the duty cycle: 27.3 an hour at SF12', () => {
    // Oracle 15: 20 bytes at 1 %; the first one goes at once.
    const access = '{ lorawan: { spreading: 12, shadowing: 0, radius: 0.1 } }';
    const result = runText(things(access, 1, '{ periodic: 10s }', 'duration: 1h', 'size: 7B'));
    expect(total(result, 'deliveries')).toBe(28);
    expect(total(result, 'messages')).toBe(360);
  });

  it('brings a frame after its time on air', () => {
    const { medium, owner, settled, context } = mediumOf(
      'lorawan',
      { spreading: 9, shadowing: 0, radius: 0.1 },
      1,
    );
    medium.sendUp(owner, 5, 0, 7);
    runUntil(context, 60_000);
    // Times of the simulator lie on a grid of 2^−20 ms.
    expect(settled).toHaveLength(1);
    expect(settled[0]!.ticket).toBe(5);
    expect(settled[0]!.atMs).toBeCloseTo(timeOnAirMs({ spreading: 9, bytes: 20 }), 5);
  });

  it('gives up what is longer than its rate may carry', () => {
    // EU868: 59 bytes of MAC payload at SF10 to SF12, 8 of them not the application's.
    const lost = [51, 52].map((bytes) => {
      const { medium, owner, settled, context } = mediumOf(
        'lorawan',
        { spreading: 12, shadowing: 0, radius: 0.1 },
        1,
      );
      medium.sendUp(owner, 0, 0, bytes);
      runUntil(context, 60_000);
      return settled[0]!.isLost;
    });
    expect(lost).toEqual([false, true]);
  });

  it('reaches a device of class A behind its next frame, one of class C at once', () => {
    const reached = ['a', 'c'].map((kind) => {
      const given = { class: kind, spreading: 7, shadowing: 0, radius: 0.1 };
      const { medium, owner, settled, context, at } = mediumOf('lorawan', given, 1);
      medium.sendDown(owner, 1, 0, 7);
      at(100_000, () => medium.sendUp(owner, 2, 0, 7));
      runUntil(context, 200_000);
      return settled.find(({ ticket }) => ticket === 1)!.atMs;
    });
    // A: 100 s, a frame of 56.576 ms, 1 s to the window, and 20 bytes at SF7 without check sum,
    // 51.456 ms. C: in the second window's rate, SF12: 18.25 symbols fewer than with SF7, by hand
    // 12.25 + 8 + ⌈(160 − 48 + 28) / 40⌉ · 5 = 40.25 symbols of 32.768 ms.
    expect(reached[0]).toBeCloseTo(100_000 + 56.576 + 1000 + 51.456, 3);
    expect(reached[1]).toBeCloseTo(40.25 * 32.768, 3);
  });

  it('confirms: more arrives, for more frames', () => {
    const run = 'seed: 2, duration: 20m, replications: 4';
    const share = (confirmed: boolean) => {
      const access = `{ lorawan: { spreading: 10, ${equal}, confirmed: ${confirmed} } }`;
      const burst = '{ burst: { within: 600s, shape: uniform } }';
      const result = runText(things(access, 300, burst, run, 'size: 7B'));
      return [1 - figure(result, 'value', 'loss_ratio'), total(result, 'radio_tries')] as const;
    };
    const [plain, plainFrames] = share(false);
    const [confirmed, frames] = share(true);
    expect(plainFrames).toBe(1200);
    expect(confirmed).toBeGreaterThan(plain + 0.04);
    expect(frames).toBeGreaterThan(1.2 * plainFrames);
  });

  it('learns from the network to send faster: after 20 frames SF7 next to a gateway', () => {
    const given = { spreading: 'adr', shadowing: 0, radius: 0.1, duty: '100%' };
    const { medium, owner, settled, context, at } = mediumOf('lorawan', given, 1);
    for (let frame = 0; frame < 25; frame += 1) {
      at(frame * 60_000, () => medium.sendUp(owner, frame, 0, 7));
    }
    runUntil(context, 3_600_000);
    const took = settled.map(({ ticket, atMs }) => atMs - ticket * 60_000);
    expect(took[19]).toBeCloseTo(1318.912, 3);
    expect(took[20]).toBeCloseTo(56.576, 3);
  });
});

describe('cells of the Internet of Things', () => {
  it('break down under 30 000 Beta arrivals in 10 s as TR 37.868 found', () => {
    // Oracle 17: 28–32 % success, here of LTE-M in normal coverage, whose random access is LTE's.
    const access = '{ lte-m: { robust: 0%, extreme: 0% } }';
    const result = runText(things(access, 30_000, 'burst', 'seed: 3, duration: 30s'));
    const success = 1 - figure(result, 'value', 'loss_ratio');
    expect(success).toBeGreaterThan(0.28);
    expect(success).toBeLessThan(0.32);
  });

  it('bring a report at 164 dB within 10 s, and the next one of a connection sooner', () => {
    const given = { robust: '0%', extreme: '100%' };
    const { medium, owner, settled, context, at } = mediumOf('nb-iot-cell', given, 1);
    medium.sendUp(owner, 1, 0, 85);
    at(9_000, () => medium.sendUp(owner, 2, 0, 85));
    runUntil(context, 60_000);
    // TR 45.820 §4.1: an exception report within 10 s. The second has only its bytes: 85 · 8 / 632 s.
    expect(settled[0]!.atMs).toBeGreaterThan(2_000);
    expect(settled[0]!.atMs).toBeLessThan(10_000);
    expect(settled[1]!.atMs - 9_000).toBeCloseTo((85 * 8 * 1000) / 632, 3);
  });

  it('carry what waited for one connection in its order', () => {
    const { medium, owner, settled, context } = mediumOf('nb-iot-cell', {}, 1);
    for (const ticket of [1, 2, 3]) medium.sendUp(owner, ticket, 0, 20);
    runUntil(context, 60_000);
    expect(settled.map(({ ticket }) => ticket)).toEqual([1, 2, 3]);
    expect(settled[2]!.atMs).toBeGreaterThan(settled[1]!.atMs);
  });

  it('reach a device in PSM when it reports, and one with eDRX at its next cycle', () => {
    const waits = ['0s', '20.48s'].map((edrx) => {
      const given = { edrx, update: '1h', active: '20s', robust: '0%', extreme: '0%' };
      const runs = Array.from({ length: 40 }, (_, run) => {
        const { medium, owner, settled, context } = mediumOf('nb-iot-cell', given, 1, `psm ${run}`);
        medium.sendDown(owner, 1, 0, 20);
        runUntil(context, 7_200_000);
        return settled[0]!.atMs;
      });
      return meanOf(runs);
    });
    // Last heard of anywhere in the last hour: half an hour in the mean, with a deviation of
    // 17 minutes / √40; half a cycle with eDRX. A second or so is the connection.
    expect(Math.abs(waits[0]! / 1_800_000 - 1)).toBeLessThan(0.3);
    expect(waits[1]!).toBeGreaterThan(7_000);
    expect(waits[1]!).toBeLessThan(15_000);
  });

  it('let a battery of 5 Wh last for the 22.4 years of TR 45.820 with 50 bytes each two hours', () => {
    // From memory, see cellular-iot.test.ts; within 4 % as there.
    const access = '{ nb-iot-cell: { robust: 0%, extreme: 0% } }';
    const result = runText(things(access, 100, '{ periodic: 2h }', 'duration: 2h', 'size: 50B'));
    const years = figure(result, 'value', 'battery_life') / (365.25 * 86_400_000);
    expect(Math.abs(years / 22.4 - 1)).toBeLessThan(0.04);
  });

  it('count what a report costs', () => {
    const access = '{ nb-iot-cell: { robust: 0%, extreme: 0% } }';
    const result = runText(things(access, 10, '{ periodic: 1h }', 'duration: 1h', 'size: 50B'));
    // 10 devices at 15 µW; each one report of 59 mJ and 50 bytes at 15.2 kbit/s and 545 mW, in 1 h.
    const expected = 10 * (0.015 + (59 + (50 * 8 * 545) / 15_200) / 3600);
    expect(Math.abs(figure(result, 'value', 'radio_power') / expected - 1)).toBeLessThan(0.02);
  });
});

describe('zigbee', () => {
  it('loses an eighth of what two devices send at the same moment without confirmation', () => {
    // Both draw one of 8 backoffs; different ones are at least a period apart, and the later one then
    // hears the earlier, whose frame begins as its period ends. IEEE 802.15.4 §7.5.1.4, by hand.
    const { medium, owner, settled, context, at } = mediumOf('zigbee', { confirmed: false }, 2);
    const rounds = 4000;
    for (let round = 0; round < rounds; round += 1) {
      at(round * 1000, () => {
        medium.sendUp(owner, round, 0, 50);
        medium.sendUp(owner, round, 1, 50);
      });
    }
    runUntil(context, rounds * 1000);
    const lost = settled.filter(({ isLost }) => isLost).length / settled.length;
    // Standard error of a share of 1/8 among 4000 rounds: .0052.
    expect(Math.abs(lost - 1 / 8)).toBeLessThan(0.018);
  });

  it('brings all but a few when frames are confirmed and sent again', () => {
    const { medium, owner, settled, context, at } = mediumOf('zigbee', {}, 2);
    for (let round = 0; round < 2000; round += 1) {
      at(round * 1000, () => {
        medium.sendUp(owner, round, 0, 50);
        medium.sendUp(owner, round, 1, 50);
      });
    }
    runUntil(context, 2_000_000);
    expect(settled).toHaveLength(4000);
    expect(settled.filter(({ isLost }) => isLost).length).toBeLessThan(12);
  });

  it('takes for one frame what theory says, in the mean', () => {
    const { medium, owner, settled, context, at } = mediumOf('zigbee', { confirmed: false }, 1);
    for (let round = 0; round < 4000; round += 1) {
      at(round * 1000, () => medium.sendUp(owner, round, 0, 102));
    }
    runUntil(context, 4_000_000);
    const took = settled.map(({ ticket, atMs }) => atMs - ticket * 1000);
    // All but the pause of 640 µs; backoffs deviate by .73 ms, so the mean by .012.
    expect(Math.abs(meanOf(took) - (exchangeMs(127, false) - 0.64))).toBeLessThan(0.05);
    expect(Math.min(...took)).toBeCloseTo(0.128 + 0.192 + frameMs(127), 4);
  });

  it('sends what is longer than a frame in several', () => {
    const { medium, owner, settled, context } = mediumOf('zigbee', {}, 1);
    medium.sendUp(owner, 0, 0, 1020);
    runUntil(context, 10_000);
    // Ten frames of 102 bytes, each 4.256 ms and more.
    expect(settled).toHaveLength(1);
    expect(settled[0]!.atMs).toBeGreaterThan(10 * (4.256 + 0.32));
  });
});

describe('ble', () => {
  it('waits for half an interval up the way, and for what devices skip down the way', () => {
    const context = contextOf(5000);
    const link = linkOf(profileOf('ble', { interval: '100ms', latency: 4 }), context);
    const random = context.stream('test');
    const up = Array.from({ length: 5000 }, (_, device) => link.upMs(device, 0, 777, random));
    const down = Array.from({ length: 5000 }, (_, device) => link.downMs(device, 0, 777, random));
    // Uniform over 100 and over 500 ms: means 50 and 250, four standard errors of 5000.
    expect(Math.abs(meanOf(up) - 50)).toBeLessThan(1.7);
    expect(Math.abs(meanOf(down) - 250)).toBeLessThan(8.2);
  });
});

describe('ble-beacon', () => {
  const heard = (given: object, devices: number, atOnce: boolean) => {
    const { medium, owner, settled, context, at } = mediumOf('ble-beacon', given, devices);
    const rounds = Math.ceil(4000 / devices);
    for (let round = 0; round < rounds; round += 1) {
      for (let device = 0; device < devices; device += 1) {
        const startMs = round * 10_000 + (atOnce ? 0 : (device * 10_000) / devices);
        at(startMs, () => medium.sendUp(owner, round, device, 20));
      }
    }
    runUntil(context, (rounds + 1) * 10_000);
    expect(settled).toHaveLength(rounds * devices);
    return settled.filter(({ isLost }) => !isLost).length / settled.length;
  };

  it('is heard at its first event by who always listens', () => {
    // A packet of 36 bytes takes 288 µs: the scanner changes channels within it in 3 of 100 ms, and
    // then the other channels of the event are not its own; 1 − 3 · .288 / 300 of the packets.
    expect(heard({ events: 1 }, 1, false)).toBeGreaterThan(0.985);
  });

  it('is heard at the share of its events that fall into the window', () => {
    // Window 10 of 100 ms: a packet fits whole into 9.71 %, events being anywhere: their start is
    // drawn from 10 ms while rounds are 100 intervals, so the phase of the scanner decides; of one
    // event each 1 s and 100 of them a report is missed with .9^100.
    expect(heard({ events: 1, window: '10ms' }, 1, false)).toBeLessThan(0.9);
    expect(heard({ events: 60, window: '10ms', every: '103ms' }, 1, false)).toBeGreaterThan(0.95);
  });

  it('is lost more often when many advertise at once', () => {
    const [one, many] = [1, 100].map((devices) => heard({ events: 1 }, devices!, true));
    // 100 packets of .288 ms that begin within 10 ms: each meets none with about
    // (1 − 2 · .288 / 10)^99 = .3 %, and more at the rims; the last event counts alone.
    expect(one).toBeGreaterThan(0.985);
    expect(many).toBeLessThan(0.05);
  });

  it('cannot be told anything, nor say more than 31 bytes', () => {
    const { medium, owner, settled, context } = mediumOf('ble-beacon', {}, 1);
    medium.sendDown(owner, 1, 0, 5);
    medium.sendUp(owner, 2, 0, 32);
    medium.sendUp(owner, 3, 0, 31);
    runUntil(context, 60_000);
    expect(settled.map(({ ticket, isLost }) => [ticket, isLost])).toEqual([
      [1, true],
      [2, true],
      [3, false],
    ]);
  });
});

describe('a medium in a scenario', () => {
  it.each(['lorawan', 'nb-iot-cell', 'lte-m', 'zigbee'])(
    '%s carries requests and chat',
    (access) => {
      const text = `version: 1
title: both
run: { seed: 5, duration: 20m }
places: [frankfurt]
nodes:
  things: { kind: clients, count: 5, access: ${access} }
  server: { kind: gateway }
  origin: { kind: origin, service: 1ms }
traffic:
  talk: { kind: chat, from: things, to: server, arrivals: { poisson: 0.01rps }, rooms: { share: 0% }, text: 20B }
  files:
    kind: web
    from: things
    to: origin
    arrivals: { poisson: 0.005rps }
    catalog: { objects: 1, popularity: uniform, size: 40B }
`;
      const result = runText(text);
      expect(total(result, 'messages')).toBeGreaterThan(3);
      expect(total(result, 'deliveries') + total(result, 'undelivered')).toBeLessThanOrEqual(
        total(result, 'messages'),
      );
      if (access !== 'lorawan') expect(total(result, 'requests')).toBeGreaterThan(0);
      expect(total(result, 'radio_tries')).toBeGreaterThan(0);
    },
  );
});
