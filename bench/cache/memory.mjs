/**
 * Memory of a cache that holds a whole catalog: `node --expose-gc bench/cache/memory.mjs POLICY OBJECTS
 * store|replay` prints JSON. `store` is a cache node's: bytes, freshness and purges of each object, and
 * the policy; `replay` is what `twinwing cache` keeps of each, beside the trace.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { eviction } from '../papers/compiled.mjs';

const [name, objectsText, kind] = process.argv.slice(2);
const objects = Number(objectsText);
const compiled = join(import.meta.dirname, '../../dist');
const load = (path) => import(pathToFileURL(join(compiled, `${path}.js`)).href);
const { ObjectStore } = await load('model/cache/store');
const { unitCache } = await load('model/cache/eviction/policy');
const { Streams } = await load('engine/streams');
/** As a trace that is read from a file part by part, so that no part stays. */
const BLOCK = 1_000_000;

const FOREVER = { maxAgeMs: Number.POSITIVE_INFINITY, staleMs: 0 };

function held() {
  // Buffers of arrays that were outgrown go with the second one.
  for (let round = 0; round < 3; round += 1) global.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const policy = () =>
  eviction(name).make({ capacityBytes: objects, random: undefined, future: undefined });

const KINDS = {
  store() {
    const store = new ObjectStore(objects, 0, policy());
    // Twice round, and a quarter more that pushes others out: ghosts and logs are full too.
    for (let request = 0; request < 2.25 * objects; request += 1) {
      const object = request % (1.25 * objects);
      if (store.lookup(object, 0, FOREVER, 0) === 'absent') store.put(object, 1, 0, 0);
    }
    return store;
  },
  /** The cache that the policy has for objects that count 1. */
  replay() {
    const random = new Streams('1', 0).stream('eviction');
    const cache = unitCache(eviction(name), { capacity: objects, objects, random });
    const object = new Int32Array(BLOCK);
    for (let first = 0; first < 2 * objects; first += BLOCK) {
      for (let at = 0; at < BLOCK; at += 1) object[at] = (first + at) % objects;
      cache.replay(object, 0, BLOCK);
      cache.leave?.(object, BLOCK);
    }
    return cache;
  },
};

const before = held();
const kept = KINDS[kind]();
const bytes = held() - before;
process.stdout.write(
  JSON.stringify({ bytes, perObject: bytes / objects, kept: kept !== undefined }),
);
