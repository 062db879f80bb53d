import { describe, expect, it } from 'vitest';
import { Streams } from '../../../../sim/engine/streams.ts';
import { replayWith } from '../../../../sim/lab/cache/admitting-replay.ts';
import type { RequestLog } from '../../../../sim/lab/cache/request-log.ts';
import { admissionPolicies } from '../../../../sim/model/cache/admission/index.ts';
import { evictionPolicies } from '../../../../sim/model/cache/eviction/index.ts';
import { prefetchers } from '../../../../sim/model/cache/prefetch/index.ts';
import { choose } from '../../../../sim/part/choice.ts';
import { logOf, skewedLog } from '../../../lab/cache/made-logs.ts';

// What every prefetcher must keep true. A new one is tested by being registered.

const CAPACITY = 300;
/** Titles of so many segments, which have neighbouring numbers. */
const SEGMENTS = 50;
const nextOfTitle = (object: number) => (object % SEGMENTS === SEGMENTS - 1 ? -1 : object + 1);

const lru = choose(evictionPolicies.find('lru')!, {});
const always = choose(admissionPolicies.find('always')!, {});

function replayed(name: string, log: RequestLog, next = nextOfTitle) {
  const part = prefetchers.find(name)!;
  const prefetch = choose(part, part.params.parse({}));
  const options = { capacity: CAPACITY, unitSize: true, seed: 'prefetch', next };
  return replayWith(log, { eviction: lru, admission: always, prefetch }, options);
}

/** Five viewers at a time, each plays a title from its start to its end, then another. */
function playedLog(titles: number, requests: number): RequestLog {
  const random = new Streams('prefetch', 0).stream('viewers');
  const viewers = Array.from({ length: 5 }, () => random.below(titles) * SEGMENTS);
  const object = Int32Array.from({ length: requests }, (_, at) => {
    const viewer = at % viewers.length;
    const segment = viewers[viewer]!;
    const next = nextOfTitle(segment);
    viewers[viewer] = next < 0 ? random.below(titles) * SEGMENTS : next;
    return segment;
  });
  return logOf(object, () => 1);
}

/** Titles enough that none is still there when it is played again. */
const played = playedLog(400, 60_000);
const random = new Streams('prefetch', 0).stream('anything');
const unordered = logOf(
  Int32Array.from({ length: 60_000 }, () => random.below(20_000)),
  () => 1,
);

describe.each(prefetchers.parts)('prefetcher $name', (part) => {
  it('fetches the same for the same requests', () => {
    expect(replayed(part.name, played)).toEqual(replayed(part.name, played));
  });

  it('fetches nothing that is here, and nothing before anybody asked', () => {
    const context = {
      capacityBytes: CAPACITY,
      random: new Streams('prefetch', 0).stream('policy'),
      next: nextOfTitle,
    };
    const prefetcher = choose(part, part.params.parse({})).make(context);
    const wanted: number[] = [];
    for (const object of played.object.subarray(0, 2000)) {
      prefetcher.requested(object, false, (one) => {
        expect(one).not.toBe(object);
        wanted.push(one);
      });
    }
    for (const object of wanted) expect(object).toBeGreaterThanOrEqual(0);
  });

  it('does nothing for requests without order', () => {
    const { misses, prefetched } = replayed(part.name, unordered);
    const plain = replayed('none', unordered);
    // What is fetched in vain takes the room of what was asked for, one object for each.
    expect(Math.abs(misses - plain.misses) / plain.misses).toBeLessThan(0.02);
    // The segment behind one of the 1,000 last places in titles, of 20,000, is asked for by chance.
    if (part.name !== 'next') expect(prefetched).toBeLessThan(0.06 * misses);
  });

  it('does not fetch beyond the end of a title', () => {
    const last = logOf(
      Int32Array.from({ length: 40 }, (_, title) => title * SEGMENTS + SEGMENTS - 1),
      () => 1,
    );
    expect(replayed(part.name, last).prefetched).toBe(0);
  });
});

describe('what is fetched ahead of people who play titles', () => {
  it('saves every other miss with one-block lookahead, which a hit does not go on with', () => {
    const { misses } = replayed('next', played);
    // A miss brings the next segment; that is a hit, which brings nothing; the one behind it is missed.
    expect(misses / replayed('none', played).misses).toBeCloseTo(0.5, 1);
  });

  it('saves all misses of a title but the first two with next-segment', () => {
    const { misses, prefetched } = replayed('next-segment', played);
    const titles = played.object.filter((object) => object % SEGMENTS === 0).length;
    // Titles that are still there, or played by two at a time, save some more.
    expect(misses).toBeLessThanOrEqual(2 * titles);
    expect(misses).toBeGreaterThan(titles);
    expect(misses + prefetched).toBeLessThanOrEqual(replayed('none', played).misses);
  });

  it('saves misses with associations once titles were played several times', () => {
    const again = playedLog(40, 60_000);
    const one = logOf(
      again.object.filter((_, at) => at % 5 === 0),
      () => 1,
    );
    const part = replayed('association', one);
    expect(part.misses).toBeLessThan(0.6 * replayed('none', one).misses);
  });

  it('saves nothing without requests that are repeated', () => {
    const log = skewedLog(100, 5000);
    const all = replayed('association', log);
    expect(all.misses).toBeLessThanOrEqual(new Set(log.object).size);
  });
});
