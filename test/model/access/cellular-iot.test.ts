import { describe, expect, it } from 'vitest';
import { batteryYears } from '../../../sim/model/access/battery.ts';
import {
  IOT_BATTERY_WH,
  IOT_POWER,
  LTE_M,
  NB_IOT,
  reportMj,
  reportMs,
} from '../../../sim/model/access/cellular-iot/coverage.ts';
import { reachableInMs, type Sleep } from '../../../sim/model/access/cellular-iot/sleep.ts';

const DAY_MS = 86_400_000;

describe('NB-IoT', () => {
  // TR 45.820 §7.3.6.4, battery life in years; from memory. The four rows of a class rest on two
  // numbers each, which the rows of 50 and 200 bytes a day determine: those of two hours are checks.
  it.each([
    [50, DAY_MS / 12, [22.4, 11.0, 2.5]],
    [200, DAY_MS / 12, [18.2, 5.9, 1.5]],
    [50, DAY_MS, [36.0, 31.6, 17.5]],
    [200, DAY_MS, [34.9, 26.2, 12.8]],
  ])('lives for as long as TR 45.820 says with %i bytes each %i ms', (bytes, everyMs, years) => {
    for (const [index, expected] of years.entries()) {
      const use = { idleMw: IOT_POWER.sleepMw, reportMj: reportMj(NB_IOT[index]!, bytes), everyMs };
      expect(Math.abs(batteryYears(use, IOT_BATTERY_WH) / expected - 1)).toBeLessThan(0.04);
    }
  });

  it('brings an exception report at 164 dB within 10 s', () => {
    // TR 45.820 §4.1: 10 s; 20 bytes with 65 of headers.
    const took = NB_IOT.map((coverage) => reportMs(coverage, 85));
    expect(took[2]).toBeLessThan(10_000);
    expect(took[0]!).toBeLessThan(took[1]!);
    expect(took[1]!).toBeLessThan(took[2]!);
  });

  it('has 160 bit/s or more in the deepest coverage', () => {
    // TR 45.820 §4.1: at least 160 bit/s at the maximum coupling loss.
    for (const { upBitsPerSecond, downBitsPerSecond } of [...NB_IOT, ...LTE_M]) {
      expect(Math.min(upBitsPerSecond, downBitsPerSecond)).toBeGreaterThan(160);
    }
  });
});

describe('a device that sleeps', () => {
  const psm: Sleep = { activeMs: 10_000, cycleMs: 0, updateMs: 3_600_000 };

  it('is reached at once while it listens, and in PSM when it reports next', () => {
    expect(reachableInMs(psm, 9_000)).toBe(0);
    expect(reachableInMs(psm, 600_000)).toBe(3_000_000);
    expect(reachableInMs(psm, 3_600_000 + 600_000)).toBe(3_000_000);
  });

  it('is reached at the next eDRX cycle, within 20.48 s at the shortest', () => {
    const edrx: Sleep = { ...psm, cycleMs: 20_480 };
    expect(reachableInMs(edrx, 20_480 * 3 + 480)).toBe(20_000);
    expect(reachableInMs(edrx, 20_480 * 3)).toBe(0);
    expect(reachableInMs(edrx, 20_480 * 3, 480)).toBe(20_000);
  });
});

describe('a battery', () => {
  it('of 5 Wh lasts 38 years at 15 µW and less when it ages', () => {
    // 18 000 J / (15 µW · 31 557 600 s) = 38.03.
    const use = { idleMw: 0.015, reportMj: 0, everyMs: 1 };
    expect(batteryYears(use, 5)).toBeCloseTo(38.03, 2);
    expect(batteryYears(use, 5, 0.02)).toBeLessThan(29);
    expect(batteryYears(use, 5, 0.02)).toBeGreaterThan(27);
  });
});
