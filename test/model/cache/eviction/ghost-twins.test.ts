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
import { type Rank, RankedTwin } from './twins/ranked.ts';
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

interface Row {
  readonly name: string;
  readonly given: Record<string, unknown>;
  /** Bytes of cache for each byte of the case: LIRS needs many for a queue of several objects. */
  readonly scale: number;
  readonly twinOf: TwinOf;
}

const row = (name: string, twinOf: TwinOf, given: Record<string, unknown> = {}, scale = 1): Row => {
  return { name, given, scale, twinOf };
};
const ranked = (rank: Rank): TwinOf => {
  return (capacity) => new RankedTwin(capacity, rank);
};

const TWINS: readonly Row[] = [
  row('arc', (capacity) => new ArcTwin(capacity)),
  row('car', (capacity) => new CarTwin(capacity)),
  row('lirs', (capacity) => new LirsTwin(capacity)),
  row('lirs', (capacity) => new LirsTwin(capacity), {}, 20),
  row('lru-k', (capacity) => new LruKTwin(capacity, 2, 0)),
  row('lru-k', (capacity) => new LruKTwin(capacity, 3, 4), { k: 3, correlated: 4 }),
  row(
    'gdsf',
    ranked(({ served, size }, floor) => floor + (served * 1e6) / size),
  ),
  row(
    'lfu-da',
    ranked(({ served }, floor) => floor + served),
  ),
  row('belady', (capacity, nextUse) => new RankedTwin(capacity, () => -nextUse())),
];

/** Requests as a log, so that they have a future; purges stay where they are. */
function logOf(steps: readonly number[]): RequestLog {
  const object = Int32Array.from(steps.filter((step) => step >= 0));
  return { requests: object.length, objects: OBJECTS, object, bytes: new Uint32Array(0) };
}

function disagreements(
  { name, given, scale, twinOf }: Row,
  { steps, capacity, isUnit }: Case,
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

describe.each(TWINS)('$name $given', (one) => {
  it('serves the requests that its slow twin serves', () => {
    const property = (drawn: Case): void => {
      expect(disagreements(one, drawn)).toEqual([]);
    };
    fc.assert(fc.property(cases, property), { numRuns: 500, seed: 1 });
  });
});
