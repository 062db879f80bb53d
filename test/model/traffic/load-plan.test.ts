import { describe, expect, it } from 'vitest';
import { LoadPlan } from '../../../sim/model/traffic/load-plan.ts';

describe('load plan', () => {
  it('spaces arrivals by the rate', () => {
    const plan = new LoadPlan(100);
    expect(plan.after(0, 1)).toBeCloseTo(10, 9);
    expect(plan.after(10, 2.5)).toBeCloseTo(35, 9);
  });

  it('inverts the integral of a ramp', () => {
    // 0 to 100/s over 10 s: t²/2 · 10/s² arrivals after t seconds, by integration.
    const plan = new LoadPlan(0);
    plan.ramp(0, 100, 10_000);
    expect(plan.after(0, 125)).toBeCloseTo(5000, 6);
    expect(plan.after(5000, 375)).toBeCloseTo(10_000, 6);
    expect(plan.after(10_000, 100)).toBeCloseTo(11_000, 6);
  });

  it('crosses from a steady stretch into a ramp and out of it', () => {
    const plan = new LoadPlan(10);
    plan.ramp(1000, 30, 1000);
    plan.ramp(3000, 0, 0);
    // 10 in the first second, 20 in the second (mean of 10 and 30), 30 in the third.
    expect(plan.after(0, 10)).toBeCloseTo(1000, 6);
    expect(plan.after(1000, 20)).toBeCloseTo(2000, 6);
    expect(plan.after(2000, 29.999)).toBeCloseTo(2999.967, 2);
    expect(plan.after(2999, 1)).toBe(Number.POSITIVE_INFINITY);
  });

  it('starts again after a pause', () => {
    const plan = new LoadPlan(10);
    plan.ramp(1000, 0, 0);
    plan.ramp(5000, 10, 0);
    expect(plan.after(900, 2)).toBeCloseTo(5100, 6);
  });

  it('ends a ramp where another one begins', () => {
    // 0 to 100/s over 60 s, but from 20 s on down to 0 within 5 s.
    const plan = new LoadPlan(0);
    plan.ramp(0, 100, 60_000);
    plan.ramp(20_000, 0, 5000);
    // By 20 s: 100/60/2 · 20² = 333.3; from 33.3/s to 0 in 5 s: 83.3 more.
    expect(plan.after(0, 333)).toBeLessThan(20_000);
    expect(plan.after(19_999, 83)).toBeLessThan(25_001);
    expect(plan.after(24_999, 1)).toBe(Number.POSITIVE_INFINITY);
  });
});
