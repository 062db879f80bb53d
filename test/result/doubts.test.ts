import { describe, expect, it } from 'vitest';
import { type Doubt, doubts } from '../../sim/result/doubts.ts';
import type { Result, Verdict } from '../../sim/result/result.ts';
import { resultOf as runOf, scenarioOf, scenarioText } from '../lab/scenario-text.ts';
import { random, series } from '../stats/samples.ts';
import { PLAIN, replicationOf, resultOf } from './result-of.ts';

const WINDOWS = 200;
const ASKED = 100;

const EDGE = { name: 'edge', kind: 'cache', layer: 1, instances: [], detail: '' };
const QUERY = { fn: 'value', metric: 'hit_ratio', labels: { node: 'edge' } };

/** A result with one cache whose hits of a hundred requests a window are given. */
function withHits(hits: readonly number[], warmupMs = 0): Result {
  const settings = { ...PLAIN, durationMs: hits.length * PLAIN.windowMs, warmupMs };
  const result = resultOf([replicationOf(0, () => {}, settings)], settings);
  const labels = { node: 'edge' };
  const counter = (metric: string, windows: readonly number[]) => ({
    metric,
    labels,
    windows,
    total: windows.reduce((sum, one) => sum + one, 0),
  });
  const counters = [
    counter(
      'cache_requests',
      hits.map(() => ASKED),
    ),
    counter('cache_hits', hits),
  ];
  return {
    ...result,
    topology: { ...result.topology, groups: [EDGE] },
    replications: [{ ...result.replications[0]!, counters }],
  };
}

const noise = (seed: string, run = 0) => {
  const values = random(seed, run);
  return () => 5 * values.normal();
};

/** Climbs from 0 to 70 hits with a time constant of so many windows. */
function climbing(constant: number, windows = WINDOWS): number[] {
  const jitter = noise('climb');
  return series(windows, (i) => 70 * (1 - Math.exp(-i / constant)) + jitter());
}

describe('doubts about a run', () => {
  it('say when a cache was still filling as measuring began', () => {
    const [doubt, ...more] = doubts(withHits(climbing(10)));
    expect(more).toEqual([]);
    expect(doubt).toMatchObject({ kind: 'warm-up', query: QUERY });
    // After two to six time constants, 14 % to 0.2 % are left: within the noise of 5 of 70.
    const { settledMs } = doubt as { settledMs: number };
    expect(settledMs).toBeGreaterThanOrEqual(20_000);
    expect(settledMs).toBeLessThanOrEqual(60_000);
  });

  it('are gone with a warm-up as long as they asked for', () => {
    const { settledMs } = doubts(withHits(climbing(10)))[0] as { settledMs: number };
    expect(doubts(withHits(climbing(10), settledMs))).toEqual([]);
  });

  it('say when a cache had not filled by the end', () => {
    expect(doubts(withHits(climbing(400)))).toEqual([{ kind: 'warm-up', query: QUERY }]);
  });

  it('look no further than the first thing that happens on purpose', () => {
    const jitter = noise('crash');
    const level = series(WINDOWS, (i) => (i < 120 ? 70 : 30) + jitter());
    const crash = { name: 'crash', action: 'crash', text: '', fromMs: 120_000, toMs: 130_000 };
    expect(doubts(withHits(level))).not.toEqual([]);
    expect(doubts({ ...withHits(level), timeline: [crash] })).toEqual([]);
  });

  it('say when one run drifts as slowly as it is long', () => {
    const values = random('drift');
    // Two waves in twenty batches: neighbours are 36° apart, and the cosine of that is 0.81.
    const drifting = series(
      WINDOWS,
      (i) => 50 + 2 * Math.sin((i * Math.PI) / 50) + values.normal(),
    );
    const [doubt, ...more] = doubts(withHits(drifting));
    expect(more).toEqual([]);
    expect(doubt).toMatchObject({ kind: 'correlated', query: QUERY });
    expect(Math.abs((doubt as { lag1: number }).lag1 - 0.81)).toBeLessThan(0.1);
  });

  it('raise false alarms in one run in fifty at most', () => {
    let alarms = 0;
    for (let run = 0; run < 500; run++) {
      const jitter = noise('level', run);
      alarms += doubts(withHits(series(WINDOWS, () => 70 + jitter()))).length;
    }
    expect(alarms).toBeLessThanOrEqual(10);
  });

  it('keep quiet about runs too short to show a trend, and about interrupted ones', () => {
    expect(doubts(withHits(climbing(10, 39)))).toEqual([]);
    expect(doubts({ ...withHits(climbing(10)), complete: false })).toEqual([]);
  });

  it('say when a percentile has too few samples to be bounded', () => {
    const query = { fn: 'p99', metric: 'latency', labels: {} } as const;
    const verdict: Verdict = {
      text: 'p99(latency) < 1s',
      line: 1,
      column: 1,
      query,
      op: '<',
      outcome: 'pass',
      limit: 1000,
      unit: 'ms',
    };
    const withSamples = (count: number): Doubt[] => {
      const replication = replicationOf(0, (recorder) => {
        const id = recorder.histogram('latency', {});
        for (let i = 0; i < count; i++) recorder.record(id, i, 0);
      });
      return doubts({ ...resultOf([replication]), verdicts: [verdict] });
    };
    // All 367 values lie below the p99 with 0.99³⁶⁷ = 2.5 %: one more bounds it.
    expect(withSamples(367)).toEqual([{ kind: 'few-samples', query, samples: 367 }]);
    expect(withSamples(368)).toEqual([]);
    // Fewer than 100 have no p99; the verdict fails and says so.
    expect(withSamples(99)).toEqual([]);
  });

  it('are raised by a scenario that measures a cache while it fills, not by a small one', () => {
    const text = scenarioText({ run: '{ seed: 7, duration: 100s }' });
    expect(doubts(runOf(scenarioOf(text)))).toEqual([]);
    // All 2000 objects of 10 KiB fit, and a hundred seconds of 200 requests just bring them in.
    const large = doubts(runOf(scenarioOf(text.replace('1MiB', '64MiB'))));
    expect(large.map(({ query }) => query.metric)).toContain('hit_ratio');
  });
});
