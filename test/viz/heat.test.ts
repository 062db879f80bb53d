import { describe, expect, it } from 'vitest';
import { intensity, pixel } from '../../viz/charts/heatmap.ts';
import { latencyHeat } from '../../viz/data/heat.ts';
import { sampleResult } from './sample-result.ts';

const result = sampleResult();
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('the latency heatmap', () => {
  const heat = latencyHeat(result);

  it('holds every value of every window once', () => {
    const windows = result.replications[0]!.histograms.filter(
      (entry) => entry.metric === 'latency' && entry.labels.during === undefined,
    );
    heat.counts.forEach((column, window) => {
      expect(sum(column)).toBe(sum(windows.map((entry) => entry.windows[window]!.count)));
    });
  });

  it('has rows that are evenly spaced in logarithm, four to each factor of two', () => {
    const ratios = heat.edges.slice(1).map((edge, row) => edge / heat.edges[row]!);
    for (const ratio of ratios) expect(ratio).toBeCloseTo(2 ** 0.25, 12);
  });

  it('reaches from the smallest to the largest value', () => {
    const all = result.replications[0]!.histograms.filter((entry) => entry.metric === 'latency');
    const least = Math.min(...all.flatMap((entry) => entry.windows.map((window) => window.min)));
    const most = Math.max(...all.flatMap((entry) => entry.windows.map((window) => window.max)));
    expect(heat.edges[0]!).toBeLessThanOrEqual(least);
    expect(heat.edges.at(-1)!).toBeGreaterThanOrEqual(most * (1 - 2 ** -4));
  });

  it('is empty, not broken, without samples', () => {
    const empty = latencyHeat({ ...result, replications: [] });
    expect(empty.edges).toEqual([]);
    expect(empty.counts).toEqual([]);
  });

  it('colours by the square root, so that a hundredth still shows a tenth', () => {
    expect(intensity(1, 100)).toBe(0.1);
    expect(intensity(100, 100)).toBe(1);
    expect(intensity(0, 100)).toBe(0);
  });

  it('makes more darker on white and brighter on black', () => {
    const light = (level: number, isDark: boolean) => sum(pixel(level, isDark).slice(0, 3));
    expect(light(0.9, false)).toBeLessThan(light(0.2, false));
    expect(light(0.9, true)).toBeGreaterThan(light(0.2, true));
  });
});
