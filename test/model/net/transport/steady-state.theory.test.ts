import { describe, expect, it } from 'vitest';
import { INITIAL_WINDOW, slowStartRounds } from '../../../../sim/model/net/transport/slow-start.ts';
import {
  bbrBitsPerSecond,
  cubicPeriodSeconds,
  cubicWindow,
  mathisWindow,
  padhyeWindow,
  windowBitsPerSecond,
} from '../../../../sim/model/net/transport/steady-state.ts';

const MBPS = 1e6;
const mbps = (window: number, roundTripMs: number) =>
  windowBitsPerSecond(window, 1460, roundTripMs) / MBPS;

// Domain oracle 13: a loss of 1e-3 at a round trip of 100 ms, segments of 1460 B.
describe('the rate of a long transfer at a loss of 0.1 % and 100 ms', () => {
  it('is 4.524 Mbit/s by Mathis', () => {
    expect(mbps(mathisWindow(1e-3), 100)).toBeCloseTo(4.524, 3);
  });

  it('is 4.424 Mbit/s by Padhye, and 3.128 when acknowledgements are delayed', () => {
    // Both with the shortest timeout of RFC 6298 §2.4, 1 s.
    expect(mbps(padhyeWindow(1e-3, 100, 1000), 100)).toBeCloseTo(4.424, 3);
    expect(mbps(padhyeWindow(1e-3, 100, 1000, 2), 100)).toBeCloseTo(3.128, 3);
  });

  it('is 3.893 Mbit/s by CUBIC alone, which takes Reno’s pace there', () => {
    // 33.3 segments of its own growth against 38.7 of Reno: RFC 9438 §4.3 takes the larger.
    expect(cubicWindow(1e-3, 100)).toBe(mathisWindow(1e-3));
    expect(1.054 * (0.1 / 1e-3) ** 0.75).toBeCloseTo(33.3, 1);
  });
});

describe('CUBIC', () => {
  // RFC 9438 §5.1, table 1 (and RFC 8312 table): round trip 0.1 s, C = 0.4. Domain §2.3.
  it.each([
    [1e-4, 187],
    [1e-5, 1054],
    [1e-6, 5926],
  ])('has at a loss of %d a mean window of %i segments', (loss, segments) => {
    expect(cubicWindow(loss, 100)).toBeCloseTo(segments, -1);
  });

  it('needs 4.2172 s to be back at 100 segments (domain oracle 13)', () => {
    expect(cubicPeriodSeconds(100)).toBeCloseTo(4.2172, 4);
  });
});

describe('BBR', () => {
  it('loses what it sends twice up to a loss of 20 %, and all beyond (Queue 14(5), 2016)', () => {
    expect(bbrBitsPerSecond(100 * MBPS, 0.05)).toBe(95 * MBPS);
    expect(bbrBitsPerSecond(100 * MBPS, 0.2)).toBe(0);
  });
});

describe('slow start', () => {
  // Domain oracle 14 and the formula of §2.3, ceil(log2(segments / 10 + 1)).
  it.each([
    [14_600, 1],
    [30_000, 2],
    [100_000, 3],
    [1_000_000, 7],
  ])('sends %i bytes in %i round trips', (bytes, rounds) => {
    expect(slowStartRounds(bytes)).toBe(rounds);
    const segments = Math.ceil(bytes / 1460);
    expect(slowStartRounds(bytes)).toBe(Math.ceil(Math.log2(segments / INITIAL_WINDOW + 1)));
  });

  it('begins with the window it is told', () => {
    expect(slowStartRounds(14_600, 3)).toBe(3);
  });
});
