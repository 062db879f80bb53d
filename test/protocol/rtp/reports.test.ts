/** What listeners note of sound, and reports on it, against RFC 3550. */
import { describe, expect, it } from 'vitest';
import { intervalMs, REPORT_BYTES } from '../../../sim/model/chat/calls/sound-reports.ts';
import { Reception } from '../../../sim/protocol/rtp/reception.ts';
import { readReport, reportBytes } from '../../../sim/protocol/rtp/reports.ts';
import { INDEX_BYTES, TAG_BYTES } from '../../../sim/protocol/rtp/srtp.ts';
import { DATAGRAM_HEADER_BYTES } from '../../../sim/protocol/wire/datagrams.ts';

/** 20 ms of sound. */
const TICKS = 960;

/** Packets by number, in this order, each so long after it was made. */
function heard(packets: readonly (readonly [number: number, delayMs: number])[], first = 65_530) {
  const reception = new Reception(48);
  for (const [number, delayMs] of packets) {
    reception.heard((first + number) % 65_536, number * TICKS, number * 20 + delayMs);
  }
  return reception;
}

describe('a listener', () => {
  it('counts what is lost since its last report, and all told, over a new beginning of numbers (A.3)', () => {
    const reception = heard([0, 1, 2, 4, 5, 7, 8, 9].map((number) => [number, 30]));
    // Two of ten: 51 of 256.
    expect(reception.report()).toEqual({
      fractionLost: 51,
      totalLost: 2,
      highestSequence: 65_536 + 3,
      jitter: 0,
    });
    reception.heard(4, 10 * TICKS, 230);
    expect(reception.report()).toMatchObject({ fractionLost: 0, totalLost: 2 });
  });

  it('takes two that have changed places for none lost', () => {
    const reception = heard([
      [0, 30],
      [2, 30],
      [1, 60],
      [3, 30],
    ]);
    expect(reception.report()).toMatchObject({ fractionLost: 0, totalLost: 0 });
  });

  it('smooths what delays differ by with a sixteenth (A.8)', () => {
    // 5 ms later is 240 ticks: 240 / 16 = 15, then (0 - 15) / 16 less.
    const one = heard([
      [0, 30],
      [1, 35],
    ]);
    expect(one.report().jitter).toBe(15);
    const two = heard([
      [0, 30],
      [1, 35],
      [2, 35],
    ]);
    expect(two.report().jitter).toBe(14);
  });

  it('has nothing to say before anything has come', () => {
    const nothing = { fractionLost: 0, totalLost: 0, highestSequence: 0, jitter: 0 };
    expect(new Reception(48).report()).toEqual(nothing);
  });
});

describe('a report', () => {
  const block = { fractionLost: 51, totalLost: 2, highestSequence: 65_539, jitter: 14 };
  const report = (nowMs: number, last?: Parameters<typeof reportBytes>[0]['heard']) =>
    reportBytes({
      ssrc: 7,
      cname: 'ABCDEFGHIJKLMNOP',
      nowMs,
      timestamp: 48_000,
      packets: 50,
      payloadBytes: 4000,
      other: 9,
      block,
      heard: last,
    });

  it('is as long as the model has it', () => {
    const around = DATAGRAM_HEADER_BYTES + INDEX_BYTES + TAG_BYTES;
    expect(report(1000).length + around).toBe(REPORT_BYTES);
  });

  it('tells the round trip, without the time that the other one took (§6.4.1)', () => {
    // Sent at 1000 and there at 1040; answered 2345.6 later; back 35 after that.
    const there = readReport(report(1000), 1040);
    expect(there.roundTripMs).toBeUndefined();
    const back = readReport(report(3385.6, there.heard), 3420.6);
    expect(back.roundTripMs).toBeCloseTo(75, 1);
  });

  it('is due each five seconds, sooner the first time, later where sound takes little (§6.2, §6.3.1)', () => {
    // 64 kbit/s of G.711 and headers, both directions: 5 % would be enough for one each 0.23 s.
    const g711 = (2 * (160 + 50)) / 20;
    expect(intervalMs(g711, false)).toBe(5000);
    expect(intervalMs(g711, true)).toBe(2500);
    // Two reports of 122 bytes at 5 % of half a byte a millisecond.
    expect(intervalMs(0.5, false)).toBe(9760);
  });
});
