import { describe, expect, it } from 'vitest';
import { catalogue, mergeHistograms, quantile, type Result } from '../../sim/index.ts';
import { bandsOf } from '../../viz/data/ask.ts';
import { hitRatioOverTime, percentilesOverTime, rateOverTime } from '../../viz/data/over-time.ts';
import { sampleResult } from './sample-result.ts';

const result = sampleResult();
const replication = result.replications[0]!;

const line = (data: ReturnType<typeof hitRatioOverTime>, name: string) =>
  data.lines.find((one) => one.name === name)!.values;

const windowSum = (metrics: string[], node: string, window: number) =>
  replication.counters
    .filter((entry) => metrics.includes(entry.metric) && entry.labels.node === node)
    .reduce((sum, entry) => sum + entry.windows[window]!, 0);

const at = (simulatedMs: number): Result => ({
  ...result,
  complete: false,
  replications: [{ ...replication, simulatedMs }],
});

describe('lines over time', () => {
  it("takes a window's percentile from the merged histograms of all places, not from averages", () => {
    const windows = replication.histograms
      .filter((entry) => entry.metric === 'latency' && entry.windows.length > 0)
      .map((entry) => entry.windows[37]!);
    // Authority: the definition, a quantile of the pooled histogram.
    expect(line(percentilesOverTime(result, 'latency'), 'p99')[37]).toBe(
      quantile(mergeHistograms(windows), 0.99),
    );
  });

  it('gives no number for a percentile that a window has too few samples for', () => {
    const one = replication.histograms.find((entry) => entry.metric === 'delivery')!;
    const few = {
      ...one.windows[10]!,
      count: 3,
      counts: [3],
      buckets: [one.windows[10]!.buckets[0]!],
    };
    const sparse = { ...one, windows: one.windows.map(() => few) };
    const data = percentilesOverTime(
      { ...result, replications: [{ ...replication, histograms: [sparse] }] },
      'delivery',
    );
    // Three values tell a median; the 99th percentile needs a hundred.
    expect(line(data, 'p50')[10]).not.toBeNull();
    expect(line(data, 'p99')[10]).toBeNull();
  });

  it('counts fresh and stale copies of a tier as hits, over all places', () => {
    const hits = windowSum(['cache_hits', 'cache_stale'], 'edge', 20);
    const asked = windowSum(['cache_requests'], 'edge', 20);
    expect(line(hitRatioOverTime(result, 'requests'), 'edge')[20]).toBe(hits / asked);
  });

  it('plots bytes instead of requests when asked to', () => {
    const hits = windowSum(['cache_hit_bytes'], 'shield', 20);
    const asked = windowSum(['cache_request_bytes'], 'shield', 20);
    expect(line(hitRatioOverTime(result, 'bytes'), 'shield')[20]).toBe(hits / asked);
  });

  it('names tiers in the order in which requests meet them', () => {
    expect(hitRatioOverTime(result, 'requests').lines.map((one) => one.name)).toEqual([
      'edge',
      'shield',
    ]);
  });

  it('ends with the time simulated so far while the axis spans the whole run', () => {
    const data = percentilesOverTime(at(205_000), 'latency');
    // 205 s in windows of 10 s: twenty whole ones and one that has begun.
    expect(line(data, 'p50')).toHaveLength(21);
    expect(data.durationMs).toBe(600_000);
  });

  it('gives load as a rate a second for each traffic', () => {
    const requests = replication.counters
      .filter((entry) => entry.metric === 'requests')
      .reduce((sum, entry) => sum + entry.windows[5]!, 0);
    expect(line(rateOverTime(result), 'images')[5]).toBeCloseTo(requests / 10, 9);
    expect(rateOverTime(result).lines.map((one) => one.name)).toEqual(['images', 'talk']);
  });
});

describe('the timeline', () => {
  it('is shaded as a fault where it takes nodes or paths away, a drain among them', () => {
    const { parts } = catalogue.find(({ kind }) => kind === 'timeline action')!;
    const timeline = parts.map(({ name }) => {
      return { name, action: name, fromMs: 0, toMs: 1, text: '' };
    });
    const others = bandsOf({ ...result, timeline }).filter(({ isFault }) => !isFault);
    // Load, weights, addresses and keys: nothing is taken away.
    expect(others.map(({ name }) => name).sort((a, b) => a.localeCompare(b))).toEqual([
      'migrate',
      'purge',
      'ramp',
      'weigh',
    ]);
  });
});
