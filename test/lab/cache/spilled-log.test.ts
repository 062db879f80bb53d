import { existsSync, readdirSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { replayWith } from '../../../sim/lab/cache/admitting-replay.ts';
import { popularityOf } from '../../../sim/lab/cache/mrc/che.ts';
import { sampled } from '../../../sim/lab/cache/mrc/sampling.ts';
import { stackDistances } from '../../../sim/lab/cache/mrc/stack-distances.ts';
import { replay } from '../../../sim/lab/cache/replay.ts';
import { factsOf, nextUses, readLog } from '../../../sim/lab/cache/request-log.ts';
import { partsOf } from '../../../sim/lab/cache/request-parts.ts';
import { openLog, SpillFolder, storeLog } from '../../../sim/lab/node/spilled-log.ts';
import { openTraceBytes } from '../../../sim/lab/trace-bytes.ts';
import { admissionPolicies } from '../../../sim/model/cache/admission/index.ts';
import { evictionPolicies } from '../../../sim/model/cache/eviction/index.ts';
import { prefetchers } from '../../../sim/model/cache/prefetch/index.ts';
import { choose } from '../../../sim/part/choice.ts';
import { utf8 } from '../../model/traffic/trace/fixtures.ts';

const folder = new SpillFolder();
afterAll(() => folder.remove());

/** A few objects are asked for often, in sizes that differ; a fixed generator, so always the same. */
function csv(requests: number): Uint8Array {
  const lines = ['time,key,size'];
  let state = 7;
  for (let request = 0; request < requests; request += 1) {
    state = (state * 16_807) % 2_147_483_647;
    const part = state / 2_147_483_647;
    const object = Math.floor(part * part * part * 900);
    lines.push(`${request},${object},${1 + (object % 13)}`);
  }
  return utf8(`${lines.join('\n')}\n`);
}

const TRACE = csv(6000);
const open = () => openTraceBytes('made.csv', TRACE);
const whole = await readLog(open());
const stored = await storeLog(open(), {
  most: 1000,
  folder,
  needsFuture: true,
  partRequests: 777,
});
const parts = openLog(stored);

const chosen = (name: string) => {
  const part = evictionPolicies.find(name)!;
  return choose(part, part.params.parse({}));
};

describe('a trace that is replayed from a temporary file', () => {
  it('is not all in memory', () => {
    expect('path' in stored).toBe(true);
    expect(parts).not.toHaveProperty('object');
    expect(readdirSync(folder.path).sort()).toEqual(['next', 'requests']);
  });

  it('has the same facts, popularity, stack distances and samples', () => {
    expect(factsOf('made', parts)).toEqual(factsOf('made', whole));
    expect(popularityOf(parts, false)).toEqual(popularityOf(whole, false));
    expect(stackDistances(parts)).toEqual(stackDistances(whole));
    expect(sampled(parts, 0.3)).toEqual(sampled(whole, 0.3));
  });

  it.each(evictionPolicies.names)('misses what it misses from memory: %s', (name) => {
    for (const unitSize of [true, false]) {
      for (const capacity of [20, 300]) {
        const options = { capacity, unitSize, seed: 'a' };
        const misses = replay(parts, chosen(name), options);
        expect(misses).toEqual(replay(whole, chosen(name), options));
        expect(misses.misses).toBeGreaterThan(0);
      }
    }
  });

  it('misses the same behind an admission policy', () => {
    const [gate, none] = [admissionPolicies.find('nth-hit')!, prefetchers.find('none')!];
    const choices = {
      eviction: chosen('belady'),
      admission: choose(gate, gate.params.parse({})),
      prefetch: choose(none, none.params.parse({})),
    };
    const options = { capacity: 300, unitSize: false, seed: 'a' };
    expect(replayWith(parts, choices, options)).toEqual(replayWith(whole, choices, options));
  });

  it('leaves nothing behind', async () => {
    const own = new SpillFolder();
    await storeLog(open(), { most: 10, folder: own, needsFuture: false });
    const { path } = own;
    expect(readdirSync(path)).toEqual(['requests']);
    own.remove();
    expect(existsSync(path)).toBe(false);
  });

  it('stays in memory when it is short', async () => {
    const own = new SpillFolder();
    const log = await storeLog(open(), { most: 6001, folder: own, needsFuture: true });
    expect(log).toEqual(whole);
  });

  it('has every request in its place, those that come after the memory is full too', async () => {
    const long = csv(150_000);
    const own = new SpillFolder();
    const options = { most: 70_000, folder: own, needsFuture: true, partRequests: 4096 };
    const log = openLog(await storeLog(openTraceBytes('long.csv', long), options));
    const expected = await readLog(openTraceBytes('long.csv', long));
    const next = nextUses(expected);
    let seen = 0;
    for (const part of partsOf(log).parts(true)) {
      const end = part.first + part.requests;
      expect(part.first).toBe(seen);
      expect(part.object).toEqual(expected.object.slice(seen, end));
      expect(part.bytes).toEqual(expected.bytes.slice(seen, end));
      expect(part.next).toEqual(next.slice(seen, end));
      seen = end;
    }
    expect([seen, log.objects]).toEqual([150_000, expected.objects]);
    own.remove();
  });

  it('names the request whose size is too large, also behind what is in memory', async () => {
    const large = Buffer.concat([csv(140_000), utf8('140000,a,4294967296\n')]);
    const own = new SpillFolder();
    const options = { most: 1, folder: own, needsFuture: false };
    const stored = storeLog(openTraceBytes('large.csv', large), options);
    await expect(stored).rejects.toThrow(/request 140001: size is 4294967296/);
    own.remove();
  });
});
