import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Streams } from '../../../../sim/engine/streams.ts';
import { KnownFuture, type RequestLog } from '../../../../sim/lab/cache/request-log.ts';
import { evictionPolicies } from '../../../../sim/model/cache/eviction/index.ts';
import { ObjectStore } from '../../../../sim/model/cache/store.ts';
import { ArcTwin } from './twins/arc.ts';
import { CarTwin } from './twins/car.ts';
import { LirsTwin } from './twins/lirs.ts';
import { LruKTwin } from './twins/lru-k.ts';
import { RankedTwin } from './twins/ranked.ts';
import type { Twin } from './twins/twin.ts';

// Policies with ghosts or with a heap agree with their twins, which are written from the papers,
// request by request, with purges among them.

const FOREVER = { maxAgeMs: Number.POSITIVE_INFINITY, staleMs: 0 };
const OBJECTS = 40;

interface Case {
  /** Object numbers; below 0 the object -1 - n is purged. */
  readonly steps: readonly number[];
  readonly capacity: number;
  readonly isUnit: boolean;
}

const cases = fc.record({
  steps: fc.array(
    fc.oneof(
      { weight: 30, arbitrary: fc.integer({ min: 0, max: OBJECTS - 1 }) },
      { weight: 20, arbitrary: fc.integer({ min: 0, max: 7 }) },
      { weight: 1, arbitrary: fc.integer({ min: -OBJECTS, max: -1 }) },
    ),
    { minLength: 1, maxLength: 400 },
  ),
  capacity: fc.integer({ min: 2, max: 60 }),
  isUnit: fc.boolean(),
});

type TwinOf = (capacity: number, nextUse: () => number) => Twin;

const TWINS: readonly (readonly [string, Record<string, unknown>, TwinOf, number?])[] = [
  ['arc', {}, (capacity) => new ArcTwin(capacity)],
  ['car', {}, (capacity) => new CarTwin(capacity)],
  ['lirs', {}, (capacity) => new LirsTwin(capacity)],
  ['lirs', {}, (capacity) => new LirsTwin(capacity), 20],
  ['lru-k', {}, (capacity) => new LruKTwin(capacity, 2, 0)],
  ['lru-k', { k: 3, correlated: 4 }, (capacity) => new LruKTwin(capacity, 3, 4)],
  [
    'gdsf',
    {},
    (capacity) =>
      new RankedTwin(capacity, ({ served, size }, floor) => floor + (served * 1e6) / size),
  ],
  ['lfu-da', {}, (capacity) => new RankedTwin(capacity, ({ served }, floor) => floor + served)],
  ['belady', {}, (capacity, nextUse) => new RankedTwin(capacity, () => -nextUse())],
];

/** Requests as a log, so that they have a future; purges stay where they are. */
function logOf(steps: readonly number[]): RequestLog {
  const object = Int32Array.from(steps.filter((step) => step >= 0));
  return { requests: object.length, objects: OBJECTS, object, bytes: new Uint32Array(0) };
}

function disagreements(
  [name, given, twinOf]: (typeof TWINS)[number],
  { steps, capacity, isUnit }: Case,
  scale: number,
): number[] {
  const part = evictionPolicies.find(name)!;
  const future = new KnownFuture(logOf(steps));
  const random = new Streams('twins', 0).stream('eviction');
  const context = { capacityBytes: capacity * scale, random, future };
  const policy = part.make(part.params.parse(given) as never, context);
  const store = new ObjectStore(capacity * scale, 0, policy);
  const twin = twinOf(capacity * scale, () => future.nextUse());
  let [request, purges] = [0, 0];
  return steps.filter((step) => {
    const object = step < 0 ? -1 - step : step;
    if (step < 0) {
      purges += 1;
      store.lookup(object, 0, FOREVER, purges);
      twin.purge(object);
      return false;
    }
    future.request = request;
    request += 1;
    const size = isUnit ? 1 : 1 + (object % 7);
    const isHit = store.lookup(object, 0, FOREVER, 0) === 'fresh';
    if (!isHit) store.put(object, size, 0, purges);
    return twin.request(object, size) !== isHit;
  });
}

describe.each(TWINS)('%s %j', (...row) => {
  it('serves the requests that its slow twin serves', () => {
    const scale = row[3] ?? 1;
    const property = (drawn: Case): void => {
      expect(disagreements(row, drawn, scale)).toEqual([]);
    };
    fc.assert(fc.property(cases, property), { numRuns: 500, seed: 1 });
  });
});
