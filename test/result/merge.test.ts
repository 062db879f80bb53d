import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeResults } from '../../sim/result/merge.ts';
import type { Result } from '../../sim/result/result.ts';
import { judge } from '../../sim/result/verdict.ts';
import { PLAIN, replicationOf, resultOf } from './result-of.ts';

const IMAGES = { traffic: 'images', place: 'virginia' };
const CLAIM = {
  text: 'p50(latency) < 1.3ms',
  query: { fn: 'p50', metric: 'latency', labels: {} },
  op: '<',
  limit: 1.3,
  unit: 'ms',
  line: 3,
  column: 5,
} as const;

/** A result of some replications of one experiment; each index has values of its own. */
function shard(indices: readonly number[], windowMs = PLAIN.windowMs): Result {
  const settings = { ...PLAIN, windowMs };
  const replications = indices.map((index) =>
    replicationOf(
      index,
      (recorder) => {
        const requests = recorder.counter('requests', IMAGES);
        const latency = recorder.histogram('latency', IMAGES);
        for (let i = 0; i < 50; i++) {
          recorder.add(requests, index + 1, i * 200);
          recorder.record(latency, 1 + ((i * (index + 3)) % 7) / 10, i * 200);
        }
      },
      settings,
    ),
  );
  const result = resultOf(replications, settings);
  return { ...result, verdicts: [judge(result, CLAIM)] };
}

const whole = shard([0, 1, 2, 3, 4]);

describe('mergeResults', () => {
  it('gives what one run of all replications gives, in whatever order shards come', () => {
    const shards = [shard([4, 0]), shard([1]), shard([3, 2])];
    fc.assert(
      fc.property(fc.shuffledSubarray(shards, { minLength: 3 }), (order) => {
        expect(mergeResults(order)).toEqual(whole);
      }),
    );
  });

  it('is associative', () => {
    const [a, b, c] = [shard([0, 1]), shard([2]), shard([3, 4])];
    expect(mergeResults([mergeResults([c, a]), b])).toEqual(whole);
    expect(mergeResults([c, mergeResults([b, a])])).toEqual(whole);
  });

  it('judges anew, from all replications', () => {
    const merged = mergeResults([shard([0]), shard([1])]);
    expect(shard([0]).verdicts[0]).not.toHaveProperty('low');
    expect(merged.verdicts).toEqual([judge(merged, CLAIM)]);
    expect(merged.verdicts[0]).toHaveProperty('low');
  });

  it('survives JSON on the way', () => {
    const written = [shard([0, 1, 2]), shard([3, 4])].map((one) => JSON.parse(JSON.stringify(one)));
    expect(mergeResults(written)).toEqual(whole);
  });

  it('brings windows of different widths to the wider one', () => {
    const merged = mergeResults([shard([0], 1000), shard([1], 2000)]);
    expect(merged.scenario.windowMs).toBe(2000);
    const folded = merged.replications[0]!;
    const expected = shard([0], 2000).replications[0]!;
    expect(folded.counters).toEqual(expected.counters);
    const counts = (one: typeof folded) => one.histograms[0]!.windows.map(({ counts }) => counts);
    expect(counts(folded)).toEqual(counts(expected));
  });

  it('is complete when all parts are', () => {
    expect(mergeResults([shard([0]), { ...shard([1]), complete: false }]).complete).toBe(false);
  });

  it.each<[string, (result: Result) => Result, string]>([
    [
      'another seed',
      (result) => ({ ...result, scenario: { ...result.scenario, seed: '7' } }),
      'cannot merge: scenario.seed: "7": expected "42" as in the first result',
    ],
    [
      'another program',
      (result) => ({ ...result, twinwing: '0.2.0' }),
      'cannot merge: twinwing: "0.2.0": expected "0.1.0" as in the first result',
    ],
    [
      'another topology',
      (result) => ({
        ...result,
        topology: { ...result.topology, edges: [{ from: 'a', to: 'b' }] },
      }),
      'cannot merge: topology: ',
    ],
    ['other assertions', (result) => ({ ...result, verdicts: [] }), 'cannot merge: assertions: []'],
    [
      'windows that do not fit',
      (result) => ({ ...result, scenario: { ...result.scenario, windowMs: 1500 } }),
      'cannot merge: windows of 1000ms do not fit into windows of 1500ms',
    ],
  ])('refuses %s', (_, change, message) => {
    expect(() => mergeResults([shard([0]), change(shard([1]))])).toThrow(message);
  });

  it('refuses a replication that is there twice', () => {
    expect(() => mergeResults([shard([0, 1]), shard([1, 2])])).toThrow(
      'cannot merge: replication 1 is in two results: expected each index once',
    );
  });

  it('refuses shards of a run that decides itself when to stop', () => {
    const query = { fn: 'p99', metric: 'latency', labels: {} } as const;
    const precision = { text: 'p99(latency) ± 5%', query, askedRatio: 0.05, isReached: true };
    const [one, other] = [shard([0]), shard([1])].map((result) => ({ ...result, precision }));
    expect(() => mergeResults([one!, other!])).toThrow(
      'cannot merge: run.replications.until: expected a number of replications',
    );
    expect(mergeResults([one!]).precision).toEqual(precision);
  });

  it('refuses nothing at all', () => {
    expect(() => mergeResults([])).toThrow('nothing to merge');
  });
});
