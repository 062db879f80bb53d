import { describe, expect, it } from 'vitest';
import type { Comparison, Query } from '../../sim/result/query.ts';
import { judge } from '../../sim/result/verdict.ts';
import { replicationOf, resultOf } from './result-of.ts';

const IMAGES = { traffic: 'images', place: 'virginia' };

/** One replication for each number of errors among 100 requests. */
const withErrors = (...errors: number[]) =>
  resultOf(
    errors.map((amount, index) =>
      replicationOf(index, (recorder) => {
        recorder.add(recorder.counter('requests', IMAGES), 100, 0);
        recorder.add(recorder.counter('errors', IMAGES), amount, 0);
      }),
    ),
  );

const claim = (op: Comparison, limit: number, query: Partial<Query> = {}) => ({
  text: 'as written',
  query: { fn: 'value', metric: 'error_ratio', labels: {}, ...query } as Query,
  op,
  limit,
  unit: 'ratio' as const,
  line: 7,
  column: 5,
});

describe('judge', () => {
  it.each([
    ['<', 0.1, 'fail'],
    ['<', 0.11, 'pass'],
    ['<=', 0.1, 'pass'],
    ['>', 0.1, 'fail'],
    ['>=', 0.1, 'pass'],
    ['==', 0.1, 'pass'],
    ['==', 0.2, 'fail'],
  ] as const)('compares the value of one replication: 0.1 %s %d is a %s', (op, limit, outcome) => {
    const verdict = judge(withErrors(10), claim(op, limit));
    expect(verdict).toMatchObject({
      outcome,
      value: 0.1,
      limit,
      text: 'as written',
      line: 7,
      column: 5,
    });
    expect(verdict).not.toHaveProperty('low');
  });

  // c(0.10, 0.12, 0.14) has the interval 0.12 -+ 4.3027 * 0.02 / sqrt(3) = 0.0703 to 0.1697.
  it.each([
    ['<', 0.17, 'pass'],
    ['<', 0.07, 'fail'],
    ['<', 0.13, 'inconclusive'],
    ['<', 0.11, 'inconclusive'],
    ['>', 0.07, 'pass'],
    ['>', 0.17, 'fail'],
    ['>=', 0.12, 'inconclusive'],
  ] as const)(
    'asks the whole interval of several: 0.12 +- 0.05 %s %d is %s',
    (op, limit, outcome) => {
      const verdict = judge(withErrors(10, 12, 14), claim(op, limit));
      expect(verdict.outcome).toBe(outcome);
      expect(verdict.value).toBeCloseTo(0.12, 12);
      expect(verdict.low).toBeCloseTo(0.0703172, 6);
      expect(verdict.high).toBeCloseTo(0.1696828, 6);
      expect(verdict.reason === undefined).toBe(outcome !== 'inconclusive');
    },
  );

  it('lets one error disprove that there is none, however wide the interval', () => {
    expect(judge(withErrors(0, 0, 1), claim('==', 0)).outcome).toBe('fail');
    expect(judge(withErrors(0, 0, 1), claim('<=', 0)).outcome).toBe('fail');
    expect(judge(withErrors(0, 0, 0), claim('==', 0)).outcome).toBe('pass');
    expect(judge(withErrors(100, 100, 99), claim('>=', 1)).outcome).toBe('fail');
  });

  it('fails without samples', () => {
    const nothing = judge(withErrors(1), claim('<', 200, { fn: 'p99', metric: 'latency' }));
    expect(nothing).toMatchObject({ outcome: 'fail', reason: 'no samples' });
    expect(nothing).not.toHaveProperty('value');
    const nobody = judge(withErrors(1), claim('<', 1, { labels: { place: 'paris' } }));
    expect(nobody).toMatchObject({ outcome: 'fail', reason: 'no samples' });
  });

  it('fails a percentile that the samples cannot resolve and says how many it needs', () => {
    const result = resultOf([
      replicationOf(0, (recorder) => {
        const id = recorder.histogram('latency', IMAGES);
        for (let i = 0; i < 200; i++) recorder.record(id, 10, 0);
      }),
    ]);
    expect(judge(result, claim('<', 200, { fn: 'p99', metric: 'latency' })).outcome).toBe('pass');
    expect(judge(result, claim('<', 200, { fn: 'p99.9', metric: 'latency' }))).toMatchObject({
      outcome: 'fail',
      reason: 'p99.9 needs 1000 samples or more and there are 200',
    });
  });

  it('compares the pooled value when no replication alone can resolve a percentile', () => {
    const few = [0, 1].map((index) =>
      replicationOf(index, (recorder) => {
        const id = recorder.histogram('latency', IMAGES);
        for (let i = 0; i < 60; i++) recorder.record(id, 10, 0);
      }),
    );
    const verdict = judge(resultOf(few), claim('<', 200, { fn: 'p99', metric: 'latency' }));
    expect(verdict).toMatchObject({ outcome: 'pass', value: 10 });
  });
});
