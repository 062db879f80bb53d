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
const compiled = join(import.meta.dirname, '../../dist/model/cache/store.js');
const { ObjectStore } = await import(pathToFileURL(compiled).href);

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
  /** As `replayUnits` has it: a mark and the policy, whose slots are the objects. */
  replay() {
    const isHere = new Uint8Array(objects);
    const made = policy();
    made.grow(objects);
    for (let object = 0; object < objects; object += 1) {
      if (!made.admit(object, 1)) continue;
      isHere[object] = 1;
      made.added(object, object, 1);
    }
    for (let object = 0; object < objects; object += 1)
      if (isHere[object] === 1) made.touched(object, 1);
    return [isHere, made];
  },
};

const before = held();
const kept = KINDS[kind]();
const bytes = held() - before;
process.stdout.write(
  JSON.stringify({ bytes, perObject: bytes / objects, kept: kept !== undefined }),
);
