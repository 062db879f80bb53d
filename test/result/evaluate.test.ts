import { describe, expect, it } from 'vitest';
import { evaluate, interval } from '../../sim/result/evaluate.ts';
import type { Query } from '../../sim/result/query.ts';
import type { Recorder } from '../../sim/result/recorder.ts';
import { series } from '../../sim/result/series.ts';
import { PLAIN, replicationOf, resultOf } from './result-of.ts';

const ask = (fn: Query['fn'], metric: string, labels = {}): Query => ({ fn, metric, labels });

/** Records latencies at time 0. */
const latencies =
  (values: readonly number[], place = 'virginia') =>
  (recorder: Recorder) => {
    const id = recorder.histogram('latency', { traffic: 'images', place });
    for (const value of values) recorder.record(id, value, 0);
  };

/** Adds amounts to counters of nodes at given times. */
const counts =
  (list: readonly [metric: string, node: string, amount: number, atMs?: number][]) =>
  (recorder: Recorder) => {
    for (const [metric, node, amount, atMs = 0] of list) {
      recorder.add(recorder.counter(metric, { node, place: 'virginia' }), amount, atMs);
    }
  };

const CACHES: Parameters<typeof counts>[0] = [
  ['cache_requests', 'edge', 80],
  ['cache_hits', 'edge', 55],
  ['cache_stale', 'edge', 5],
  ['cache_requests', 'shield', 20],
  ['cache_hits', 'shield', 10],
];

describe('evaluate', () => {
  it('takes percentiles of all values, which are not averages of percentiles', () => {
    // 900 fast requests in one replication and 100 slow ones in another: p50 of all is 10.
    const fast = replicationOf(0, latencies(Array(900).fill(10)));
    const slow = replicationOf(1, latencies(Array(100).fill(1000)));
    const result = resultOf([fast, slow]);
    const p50 = ask('p50', 'latency');
    const each = [0, 1].map((replication) => evaluate(result, p50, replication).value!);
    expect(each).toEqual([10, 1000]);
    const { value } = evaluate(result, p50);
    expect(Math.abs(value! / 10 - 1)).toBeLessThan(2 ** -7);
    expect(value).not.toBeCloseTo((each[0]! + each[1]!) / 2, -2);
  });

  it('pools over labels that are not given and selects by those that are', () => {
    const result = resultOf([
      replicationOf(0, (recorder) => {
        latencies([1, 3], 'virginia')(recorder);
        latencies([5], 'tokyo')(recorder);
      }),
    ]);
    expect(evaluate(result, ask('mean', 'latency'))).toEqual({ value: 3, unit: 'ms', samples: 3 });
    expect(evaluate(result, ask('max', 'latency', { place: 'virginia' })).value).toBe(3);
    expect(evaluate(result, ask('min', 'latency', { place: 'tokyo' })).value).toBe(5);
    expect(evaluate(result, ask('count', 'latency'))).toMatchObject({ value: 3, unit: 'count' });
    expect(evaluate(result, ask('mean', 'latency', { place: 'paris' }))).toEqual({
      unit: 'ms',
      samples: 0,
    });
  });

  it('refuses a percentile that its sample cannot resolve, and says how large that was', () => {
    const result = resultOf([replicationOf(0, latencies(Array(99).fill(10)))]);
    expect(evaluate(result, ask('p99', 'latency'))).toEqual({ unit: 'ms', samples: 99 });
  });

  it('computes ratios from sums, with the labels that are asked for', () => {
    const result = resultOf([replicationOf(0, counts(CACHES))]);
    const ratio = (labels = {}) => evaluate(result, ask('value', 'hit_ratio', labels));
    expect(ratio()).toEqual({ value: 70 / 100, unit: 'ratio', samples: 100 });
    expect(ratio({ node: 'edge' }).value).toBe(60 / 80);
    expect(ratio({ node: 'origin' })).toEqual({ unit: 'ratio', samples: 0 });
  });

  it('computes a complement as 1 minus the share', () => {
    const result = resultOf([
      replicationOf(0, (recorder) => {
        recorder.add(
          recorder.counter('origin_requests', { node: 'origin', place: 'virginia' }),
          5,
          0,
        );
        recorder.add(recorder.counter('requests', { traffic: 'images', place: 'tokyo' }), 100, 0);
      }),
    ]);
    expect(evaluate(result, ask('value', 'origin_offload')).value).toBe(0.95);
  });

  it('gives totals over replications, means per replication and rates per second', () => {
    const requests = (amount: number, index: number) =>
      replicationOf(index, counts([['cache_requests', 'edge', amount]]));
    const result = resultOf([requests(100, 0), requests(300, 1)]);
    expect(evaluate(result, ask('total', 'cache_requests')).value).toBe(400);
    expect(evaluate(result, ask('value', 'cache_requests')).value).toBe(200);
    // 400 in two runs of 10 s.
    expect(evaluate(result, ask('rate', 'cache_requests'))).toEqual({
      value: 20,
      unit: 'per second',
      samples: 2,
    });
  });

  it('gives rates of bytes in bits per second', () => {
    const result = resultOf([replicationOf(0, counts([['origin_bytes', 'origin', 1000]]))]);
    expect(evaluate(result, ask('rate', 'origin_bytes'))).toMatchObject({
      value: 800,
      unit: 'bits per second',
    });
  });

  it('knows zero from nothing', () => {
    const result = resultOf([replicationOf(0, counts([['cache_hits', 'edge', 0]]))]);
    expect(evaluate(result, ask('total', 'cache_hits'))).toMatchObject({ value: 0, samples: 1 });
    expect(evaluate(result, ask('total', 'messages'))).toEqual({ unit: 'count', samples: 0 });
  });

  it('keeps phases apart: whole time without `during`, the phase with it', () => {
    const settings = {
      ...PLAIN,
      warmupMs: 2000,
      phases: [{ name: 'crash', fromMs: 1000, toMs: 4000 }],
    };
    const write = counts([
      ['cache_requests', 'edge', 7, 1500],
      ['cache_requests', 'edge', 10, 3000],
      ['cache_requests', 'edge', 22, 9000],
    ]);
    const result = resultOf([replicationOf(0, write, settings)], settings);
    const total = (labels = {}) => evaluate(result, ask('total', 'cache_requests', labels)).value;
    expect(total()).toBe(32);
    expect(total({ during: 'crash' })).toBe(10);
    // Measured: 8 s of 10; of the crash, the 2 s after the warm-up.
    expect(evaluate(result, ask('rate', 'cache_requests')).value).toBe(4);
    expect(evaluate(result, ask('rate', 'cache_requests', { during: 'crash' })).value).toBe(5);
  });
});

describe('interval', () => {
  const withHits = (...hits: number[]) =>
    resultOf(
      hits.map((amount, index) =>
        replicationOf(
          index,
          counts([
            ['cache_requests', 'edge', 100],
            ['cache_hits', 'edge', amount],
          ]),
        ),
      ),
    );

  it('is the t interval of the replications', () => {
    // R: t.test(c(0.8, 0.9, 0.85))$conf.int = 0.85 -+ qt(0.975, 2) * 0.05 / sqrt(3).
    const found = interval(withHits(80, 90, 85), ask('value', 'hit_ratio'))!;
    const half = (4.302652729749462 * 0.05) / Math.sqrt(3);
    expect(found.low).toBeCloseTo(0.85 - half, 12);
    expect(found.high).toBeCloseTo(0.85 + half, 12);
  });

  it('is of the sum where the function sums over replications', () => {
    const found = interval(withHits(80, 90, 85), ask('total', 'cache_hits'))!;
    expect(found.mean).toBeCloseTo(255, 9);
    expect(found.high - found.mean).toBeCloseTo((3 * 4.302652729749462 * 5) / Math.sqrt(3), 9);
  });

  it('does not leave the range that a metric has', () => {
    const found = interval(withHits(0, 100), ask('value', 'hit_ratio'))!;
    expect([found.low, found.high]).toEqual([0, 1]);
  });

  it('needs two replications with a value', () => {
    expect(interval(withHits(80), ask('value', 'hit_ratio'))).toBeUndefined();
    expect(interval(withHits(80, 90), ask('p99', 'latency'))).toBeUndefined();
  });
});

describe('series', () => {
  const settings = {
    ...PLAIN,
    durationMs: 3500,
    phases: [{ name: 'crash', fromMs: 1500, toMs: 2500 }],
  };
  const write = (recorder: Recorder) => {
    const id = recorder.histogram('latency', { traffic: 'images', place: 'tokyo' });
    for (const [value, atMs] of [
      [10, 0],
      [20, 500],
      [40, 2100],
    ] as const)
      recorder.record(id, value, atMs);
    counts([
      ['cache_requests', 'edge', 10, 0],
      ['cache_hits', 'edge', 5, 0],
      ['cache_requests', 'edge', 30, 3200],
    ])(recorder);
  };
  const result = resultOf(
    [replicationOf(0, write, settings), replicationOf(1, write, settings)],
    settings,
  );
  const values = (fn: Query['fn'], metric: string, labels = {}) =>
    series(result, ask(fn, metric, labels)).values;

  it('pools each window over replications', () => {
    expect(series(result, ask('max', 'latency'))).toEqual({
      windowMs: 1000,
      values: [20, undefined, 40, undefined],
    });
    expect(values('count', 'latency')).toEqual([4, undefined, 2, undefined]);
    expect(values('mean', 'latency')).toEqual([15, undefined, 40, undefined]);
  });

  it('refuses percentiles that a window cannot resolve', () => {
    expect(values('p50', 'latency')[2]).toBe(40);
    expect(values('p99', 'latency')).toEqual(Array(4).fill(undefined));
  });

  it('gives ratios a window, where there was anything to share', () => {
    expect(values('value', 'hit_ratio')).toEqual([0.5, undefined, undefined, 0]);
  });

  it('gives totals, means and rates a window, the last one as short as it was', () => {
    expect(values('total', 'cache_requests')).toEqual([20, 0, 0, 60]);
    expect(values('value', 'cache_requests')).toEqual([10, 0, 0, 30]);
    expect(values('rate', 'cache_requests')).toEqual([10, 0, 0, 60]);
  });

  it('shows the windows of a phase only, when one is asked for', () => {
    expect(values('total', 'cache_requests', { during: 'crash' })).toEqual([
      undefined,
      0,
      0,
      undefined,
    ]);
  });

  it('says nothing of a metric that was not recorded', () => {
    expect(values('total', 'messages')).toEqual([]);
    expect(values('total', 'cache_requests', { node: 'shield' })).toEqual(Array(4).fill(undefined));
  });
});
