import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Streams } from '../../../../sim/engine/streams.ts';
import { KnownFuture, type RequestLog } from '../../../../sim/lab/cache/request-log.ts';
import { evictionPolicies } from '../../../../sim/model/cache/eviction/index.ts';
import { ObjectStore } from '../../../../sim/model/cache/store.ts';
import { choose } from '../../../../sim/part/choice.ts';
import * as queued from './list-twins/queued.ts';
import * as ranked from './list-twins/ranked.ts';
import type { MakeTwin } from './list-twins/twin.ts';

// A policy and its slow twin serve the same requests from their caches. The authority is the twin,
// which is the definition written down without a thought for speed.

interface Case {
  readonly twin: MakeTwin;
  /** Parameters to try, beside the defaults. */
  readonly params?: readonly Record<string, unknown>[];
  /** Whether every object must have a size of its own: what equals do is not defined. */
  readonly allDiffer?: boolean;
}

const CASES: Readonly<Record<string, Case>> = {
  fifo: { twin: ranked.fifo },
  lru: { twin: ranked.lru },
  mru: { twin: ranked.mru },
  lfu: { twin: ranked.lfu },
  'lfu-da': { twin: ranked.lfuDa },
  gdsf: { twin: ranked.gdsf },
  size: { twin: ranked.size, allDiffer: true },
  belady: { twin: ranked.belady },
  clock: { twin: queued.clock, params: [{ bits: 2 }, { bits: 7 }] },
  sieve: { twin: queued.sieve },
  slru: { twin: queued.slru, params: [{ segments: 1 }, { segments: 2 }, { segments: 9 }] },
  '2q': { twin: queued.twoQ, params: [{ queue: '60%', ghost: '200%' }] },
  's3-fifo': {
    twin: queued.s3Fifo,
    params: [{ 'as-large': false }, { small: '40%', ghost: '30%', 'promote-after': 1 }],
  },
  'qd-lp': { twin: queued.qdLp, params: [{ 'as-large': false }, { small: '40%', ghost: '30%' }] },
};

const cases = Object.entries(CASES).flatMap(([name, { params = [], ...rest }]) =>
  [{}, ...params].map((given) => ({ name, given, text: JSON.stringify(given), ...rest })),
);

/** Objects that steps are about. */
const OBJECTS = 26;
const FOREVER = { maxAgeMs: Number.POSITIVE_INFINITY, staleMs: 0 };
const PURGE = 8;

/** A request for an object, or now and then a purge of it. */
const step = fc.record({
  object: fc.nat({ max: OBJECTS - 1 }),
  isPurge: fc.nat({ max: PURGE }).map((number) => number === PURGE),
});

const sizes = {
  'one size': () => 1,
  'few sizes': (object: number) => 1 + (object % 5),
  'a size of its own': (object: number) => 3 + ((object * 7) % 26),
};

function logOf(objects: readonly number[], bytesOf: (object: number) => number): RequestLog {
  return {
    requests: objects.length,
    objects: Math.max(0, ...objects) + 1,
    object: Int32Array.from(objects),
    bytes: Uint32Array.from(objects, bytesOf),
  };
}

describe.each(cases)('eviction policy $name $text', ({ name, given, twin, allDiffer }) => {
  const part = evictionPolicies.find(name)!;
  const choice = choose(part, part.params.parse(given));
  const kinds = Object.entries(sizes).filter(([kind]) => !allDiffer || kind.startsWith('a size'));

  it.each(kinds)('hits where its slow twin does, objects having %s', (_, bytesOf) => {
    const steps = fc.array(step, { minLength: 1, maxLength: 250, size: 'max' });
    const all = Array.from({ length: OBJECTS }, (_, object) => bytesOf(object));
    const mean = all.reduce((sum, bytes) => sum + bytes, 0) / OBJECTS;
    // Never enough for all of them.
    const capacity = fc.integer({ min: 1, max: OBJECTS - 2 });
    fc.assert(
      fc.property(steps, capacity, (drawn, objects) => {
        const capacityBytes = Math.round(objects * mean);
        const asked = drawn.filter(({ isPurge }) => !isPurge).map(({ object }) => object);
        const future = new KnownFuture(logOf(asked, bytesOf));
        const random = new Streams('twins', 0).stream('eviction');
        const policy = choice.make({ capacityBytes, random, future });
        const store = new ObjectStore(capacityBytes, 0, policy);
        const slow = twin(capacityBytes, choice.params as never, future);
        let purges = 0;
        for (const { object, isPurge } of drawn) {
          if (isPurge) {
            purges += 1;
            store.lookup(object, 0, FOREVER, purges);
            slow.purge(object);
            continue;
          }
          const bytes = bytesOf(object);
          const isHit = store.lookup(object, 0, FOREVER, 0, bytes) === 'fresh';
          if (!isHit) store.put(object, bytes, 0, purges);
          expect(isHit).toBe(slow.request(object, bytes));
          future.request += 1;
        }
      }),
      { numRuns: 80, seed: 1 },
    );
  });
});
