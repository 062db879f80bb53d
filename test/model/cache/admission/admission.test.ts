import { describe, expect, it } from 'vitest';
import { Streams } from '../../../../sim/engine/streams.ts';
import { replayWith } from '../../../../sim/lab/cache/admitting-replay.ts';
import type { RequestLog } from '../../../../sim/lab/cache/request-log.ts';
import { admissionPolicies } from '../../../../sim/model/cache/admission/index.ts';
import { SizeModel } from '../../../../sim/model/cache/admission/size-model.ts';
import { evictionPolicies } from '../../../../sim/model/cache/eviction/index.ts';
import { prefetchers } from '../../../../sim/model/cache/prefetch/index.ts';
import { choose } from '../../../../sim/part/choice.ts';
import { skewedLog } from '../../../lab/cache/made-logs.ts';
import { whenShared } from '../../../shared-data.ts';
import { sharedLog } from '../eviction/reference.ts';

const lru = choose(evictionPolicies.find('lru')!, {});
const none = choose(prefetchers.find('none')!, {});

function policy(name: string, given: object) {
  const part = admissionPolicies.find(name)!;
  return choose(part, part.params.parse(given));
}

const make = (name: string, given: object, capacityBytes = 1e6) =>
  policy(name, given).make({
    capacityBytes,
    random: new Streams('admission', 0).stream('policy'),
  });

/** Hits for each request of LRU behind an admission policy. */
function hitRatio(log: RequestLog, capacity: number, name: string, given: object): number {
  const choices = { eviction: lru, admission: policy(name, given), prefetch: none };
  const { misses } = replayWith(log, choices, { capacity, unitSize: false, seed: 'admission' });
  return 1 - misses / log.requests;
}

describe('size-threshold', () => {
  it('lets objects enter up to its size and no larger', () => {
    const threshold = make('size-threshold', { max: '1kB' });
    expect([999, 1000, 1001].map((size) => threshold.admits(0, size))).toEqual([true, true, false]);
  });
});

describe('probabilistic-size', () => {
  it.each([100, 1000, 3000])(
    'lets objects of %d bytes enter with probability e^(-size / 1000)',
    (size) => {
      const admission = make('probabilistic-size', { scale: '1kB' });
      let entered = 0;
      for (let ask = 0; ask < 20_000; ask += 1) if (admission.admits(0, size)) entered += 1;
      // Five standard deviations of a binomial count.
      const chance = Math.exp(-size / 1000);
      const deviation = Math.sqrt((chance * (1 - chance)) / 20_000);
      expect(Math.abs(entered / 20_000 - chance)).toBeLessThan(5 * deviation);
    },
  );
});

describe('nth-hit', () => {
  it.each([1, 2, 3, 5])('lets an object enter at request %d', (requests) => {
    const admission = make('nth-hit', { requests });
    const answers = Array.from({ length: 6 }, () => {
      admission.requested(42, 1);
      return admission.admits(42, 1);
    });
    expect(answers.indexOf(true)).toBe(requests - 1);
    expect(answers.slice(requests - 1)).not.toContain(false);
  });

  it('forgets an object after one to two windows', () => {
    const admission = make('nth-hit', { requests: 2, window: 100 });
    const pass = (from: number, count: number) => {
      for (let object = from; object < from + count; object += 1) admission.requested(object, 1);
    };
    admission.requested(7, 1);
    pass(1000, 120);
    admission.requested(7, 1);
    expect(admission.admits(7, 1)).toBe(true);
    pass(2000, 250);
    admission.requested(7, 1);
    expect(admission.admits(7, 1)).toBe(false);
  });

  it('keeps objects out that are asked for once', () => {
    // Half of the requests are for objects that never come again.
    const once = skewedLog(2000, 40_000);
    const mixed = Int32Array.from(once.object, (object, at) =>
      at % 2 === 0 ? object : 10_000 + at,
    );
    const log = {
      requests: 40_000,
      objects: 60_000,
      object: mixed,
      bytes: new Uint32Array(40_000).fill(1),
    };
    expect(hitRatio(log, 200, 'nth-hit', {})).toBeGreaterThan(
      hitRatio(log, 200, 'always', {}) + 0.03,
    );
  });
});

describe('tinylfu', () => {
  it('keeps a working set through a scan', () => {
    const scan = skewedLog(2000, 40_000);
    const object = Int32Array.from(scan.object, (one, at) =>
      at % 4000 < 1000 ? 10_000 + at : one,
    );
    const log = {
      requests: 40_000,
      objects: 60_000,
      object,
      bytes: new Uint32Array(40_000).fill(1),
    };
    expect(hitRatio(log, 100, 'tinylfu', {})).toBeGreaterThan(
      hitRatio(log, 100, 'always', {}) + 0.03,
    );
  });

  it('lets everything enter until something has left', () => {
    const admission = make('tinylfu', {});
    expect([1, 2, 3].map((object) => admission.admits(object, 1))).toEqual([true, true, true]);
  });
});

describe('the model of adaptsize', () => {
  /** Popularity has nothing to do with size; sizes are spread over four powers of ten. */
  const sizeOf = (object: number) => Math.ceil(100 * 10 ** (((object * 0.618_034) % 1) * 4));
  const log = skewedLog(5000, 400_000, sizeOf);
  const capacity = 20_000_000;
  const model = new SizeModel(capacity);
  const counts = new Map<number, number>();
  for (const object of log.object) counts.set(object, (counts.get(object) ?? 0) + 1);
  for (const [object, count] of counts) model.add(count, sizeOf(object));

  it.each([30_000, 300_000, 3e6])('says what LRU hits behind e^(-size / %d)', (scale) => {
    const simulated = hitRatio(log, capacity, 'probabilistic-size', { scale: `${scale}B` });
    // Cold misses (each object once or more) are in the replay and not in the model: 0.02 covers them
    // and the grouping by an eighth of an octave.
    expect(Math.abs(model.hitRatio(scale) - simulated)).toBeLessThan(0.02);
  });

  it('finds the scale with the most hits', () => {
    const best = model.hitRatio(model.bestScale());
    for (let scale = 10; scale < 1e8; scale *= 1.3) {
      expect(model.hitRatio(scale)).toBeLessThanOrEqual(best + 0.001);
    }
  });

  it('fills the cache when nothing is kept out', () => {
    // The formula of Che for LRU: AdaptSize's with c without bound.
    const simulated = hitRatio(log, capacity, 'always', {});
    expect(Math.abs(model.hitRatio(1e15) - simulated)).toBeLessThan(0.02);
  });

  it('hits everything when all objects fit', () => {
    const roomy = new SizeModel(1e6);
    for (let object = 0; object < 100; object += 1) roomy.add(1, 100);
    expect(roomy.hitRatio(1e9)).toBeCloseTo(1, 6);
  });
});

whenShared("AdaptSize on its authors' example trace", () => {
  it('hits more objects than LRU at 1, 5 and 10 % of the bytes', async () => {
    const log = await sharedLog('adaptsize_request');
    // Capacities as in expected.csv. The trace is shorter than the paper's window of 250,000 requests.
    for (const capacity of [3_042_135, 15_210_678, 30_421_357]) {
      const adapted = hitRatio(log, capacity, 'adaptsize', { window: '10k' });
      expect(adapted).toBeGreaterThan(hitRatio(log, capacity, 'always', {}));
    }
  });
});
