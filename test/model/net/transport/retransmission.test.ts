import { describe, expect, it } from 'vitest';
import { RoundTripEstimates } from '../../../../sim/model/net/transport/retransmission.ts';

function fresh(): RoundTripEstimates {
  const estimates = new RoundTripEstimates();
  estimates.reserve(1);
  return estimates;
}

describe('the retransmission timeout', () => {
  it('is three round trips after the first sample (RFC 6298 §2.2)', () => {
    const estimates = fresh();
    estimates.begin(0, 400);
    expect(estimates.timeoutMs(0)).toBe(1200);
  });

  it('moves by an eighth and a fourth (RFC 6298 §2.3)', () => {
    const estimates = fresh();
    estimates.begin(0, 400);
    estimates.add(0, 480);
    // Variation: 200 + (80 - 200) / 4 = 170; mean: 400 + 80 / 8 = 410.
    expect(estimates.timeoutMs(0)).toBe(410 + 4 * 170);
  });

  it('stays 200 ms above a steady round trip (Linux, TCP_RTO_MIN)', () => {
    const estimates = fresh();
    estimates.begin(0, 20);
    for (let sample = 0; sample < 100; sample += 1) estimates.add(0, 20);
    expect(estimates.timeoutMs(0)).toBeCloseTo(220, 6);
  });

  it('is 120 s at most', () => {
    const estimates = fresh();
    estimates.begin(0, 100_000);
    expect(estimates.timeoutMs(0)).toBe(120_000);
  });
});

describe('a probe', () => {
  it('waits two round trips, and 200 ms more for a single segment (RFC 8985 §7.2)', () => {
    const estimates = fresh();
    estimates.begin(0, 300);
    expect(estimates.probeMs(0, false)).toBe(600);
    expect(estimates.probeMs(0, true)).toBe(800);
  });

  it('never waits longer than the timeout', () => {
    const estimates = fresh();
    estimates.begin(0, 20);
    for (let sample = 0; sample < 100; sample += 1) estimates.add(0, 20);
    expect(estimates.probeMs(0, true)).toBeCloseTo(220, 6);
  });
});
