/**
 * One cache and one trace in a process of its own, as in a worker of `twinwing cache`:
 *
 *     node bench/cache/measure.mjs DECODED_TRACE dense|hashed|peer POLICY [FOLDER of lru-cache]
 *
 * prints JSON for `interleaved`. A tenth of the trace is replayed until the compiler is done; then the
 * whole again and again, of which the best counts. Every object counts 1, the cache holds a tenth of them.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { eviction, replay } from '../papers/compiled.mjs';
import { beginning, decodedLog } from './traces.mjs';

const WARM_UP_SECONDS = 0.3;
const MEASURED_SECONDS = 0.4;
const CACHE_RATIO = 0.1;

const [path, kind, name, folder] = process.argv.slice(2);
const log = decodedLog(path);
const capacity = Math.floor(log.objects * CACHE_RATIO);

const KINDS = { dense, hashed, peer };

/** Dense ids, which are the slots of the cache. */
function dense() {
  const policy = eviction(name);
  return (part) => replay(part, policy, { capacity, unitSize: true, seed: '1' }).misses;
}

/** Raw ids of 64 bits, hashed to dense ones on the way. */
async function hashed() {
  const compiled = join(import.meta.dirname, '../../dist/model/traffic/trace/intern.js');
  const { IdTable } = await import(pathToFileURL(compiled).href);
  const policy = eviction(name);
  const words = rawIds(log);
  return (part) => {
    const table = new IdTable();
    const object = new Int32Array(part.requests);
    for (let request = 0; request < part.requests; request += 1) {
      object[request] = table.intern(words[2 * request], words[2 * request + 1]);
    }
    const interned = { ...part, object, objects: table.size };
    return replay(interned, policy, { capacity, unitSize: true, seed: '1' }).misses;
  };
}

/** An id of 64 bits for each object. Finalizer of MurmurHash3, which maps no two numbers to one. */
function rawIds({ requests, object }) {
  const mixed = (number) => {
    let hash = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) >>> 0;
  };
  const words = new Uint32Array(2 * requests);
  for (let request = 0; request < requests; request += 1) {
    words[2 * request] = mixed(object[request] + 1);
    words[2 * request + 1] = mixed(object[request] + 0x9e3779b9);
  }
  return words;
}

/** The npm package as its users call it: get, and set after a miss. */
function peer() {
  const { LRUCache } = createRequire(join(folder, 'package.json'))('lru-cache');
  return ({ requests, object }) => {
    const cache = new LRUCache({ max: capacity });
    let misses = 0;
    for (let request = 0; request < requests; request += 1) {
      const id = object[request];
      if (cache.get(id) !== undefined) continue;
      misses += 1;
      cache.set(id, true);
    }
    return misses;
  };
}

const run = await KINDS[kind]();

function timed(part) {
  const before = process.cpuUsage();
  const check = run(part);
  const { user, system } = process.cpuUsage(before);
  return { operations: part.requests, cpuSeconds: (user + system) / 1e6, check };
}

const few = beginning(log, Math.ceil(log.requests / 10));
for (let seconds = 0; seconds < WARM_UP_SECONDS; ) seconds += timed(few).cpuSeconds;
let best = timed(log);
for (let seconds = best.cpuSeconds; seconds < MEASURED_SECONDS; ) {
  const measured = timed(log);
  seconds += measured.cpuSeconds;
  if (measured.cpuSeconds < best.cpuSeconds) best = measured;
}
process.stdout.write(JSON.stringify(best));
