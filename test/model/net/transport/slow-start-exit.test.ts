import { describe, expect, it } from 'vitest';
import type { Ack } from '../../../../sim/model/net/transport/congestion/congestion.ts';
import { SlowStartExit } from '../../../../sim/model/net/transport/congestion/slow-start-exit.ts';

const ACK: Ack = {
  nowMs: 100,
  segments: 8,
  roundTripMs: 20,
  shortestMs: 20,
  isNewRound: true,
  used: 40,
  inFlight: 32,
  deliveryRate: 1,
  isRecovering: false,
};

/** Whether it is time after a round has begun with one acknowledgement and gone on with others. */
function exits(window: number, ...acks: readonly Partial<Ack>[]): boolean {
  const exit = new SlowStartExit();
  exit.reserve(1);
  exit.begin(0);
  return acks.map((ack) => exit.isTimeTo(0, window, { ...ACK, ...ack })).some((isIt) => isIt);
}

describe('slow start ends', () => {
  // Bounds of the delay: RFC 9406 §4.3, 4 to 16 ms and an eighth of the shortest round trip.
  it.each([
    [20, 23.9, false],
    [20, 24, true],
    [80, 89.9, false],
    [80, 90, true],
    [400, 415.9, false],
    [400, 416, true],
  ])('at a shortest round trip of %d ms when one takes %d ms: %s', (shortestMs, ms, expected) => {
    expect(exits(40, { shortestMs, roundTripMs: ms })).toBe(expected);
  });

  it('when acknowledgements have come closely for half a round trip (Ha & Rhee, 2011)', () => {
    const begin = { nowMs: 100 };
    const next = (nowMs: number) => ({ nowMs, isNewRound: false });
    expect(exits(40, begin, next(104), next(109))).toBe(false);
    expect(exits(40, begin, next(104), next(109), next(111))).toBe(true);
    // 8 segments in 9 ms are gaps of 2.25 ms for two: no train.
    expect(exits(40, begin, next(109), next(118))).toBe(false);
  });

  it('not below a window of 16 segments (Linux, hystart_low_window)', () => {
    expect(exits(15, { roundTripMs: 90 })).toBe(false);
    expect(exits(16, { roundTripMs: 90 })).toBe(true);
  });
});
