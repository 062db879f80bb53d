/** Policies that evict whichever object comes first by some order. */
import type { Future } from '../../../../../sim/model/cache/eviction/policy.ts';
import type { MakeTwin, Twin } from './twin.ts';

/** What is known of an object that is in the cache. */
interface Known {
  readonly object: number;
  readonly sizeBytes: number;
  /** Number of the request that brought it, and of the one that asked for it last. */
  readonly entered: number;
  used: number;
  /** Times asked for since it entered, the first time included. */
  times: number;
  /** Size that the last request for it had. */
  askedBytes: number;
  /** Request that will ask for it next. */
  nextUse: number;
  /** What the last object evicted was worth when this one was last asked for. */
  floor: number;
}

/** The object whose numbers come first leaves: by the first of them, by the second where that is equal. */
type Rank = (known: Known) => readonly number[];

function isBefore(one: readonly number[], other: readonly number[]): boolean {
  const index = one.findIndex((number, at) => number !== other[at]);
  return index >= 0 && one[index]! < other[index]!;
}

class RankedTwin implements Twin {
  readonly #capacityBytes: number;
  readonly #rank: Rank;
  readonly #future: Future;
  #here: Known[] = [];
  #requests = 0;
  #floor = 0;

  constructor(capacityBytes: number, rank: Rank, future: Future) {
    this.#capacityBytes = capacityBytes;
    this.#rank = rank;
    this.#future = future;
  }

  request(object: number, sizeBytes: number): boolean {
    this.#requests += 1;
    const found = this.#here.find((known) => known.object === object);
    const seen = { used: this.#requests, askedBytes: sizeBytes, nextUse: this.#future.nextUse() };
    if (found !== undefined) {
      Object.assign(found, { ...seen, times: found.times + 1, floor: this.#floor });
      return true;
    }
    if (sizeBytes > this.#capacityBytes) return false;
    while (this.#used() + sizeBytes > this.#capacityBytes) this.#evict();
    const times = { times: 1, entered: this.#requests, floor: this.#floor };
    this.#here.push({ object, sizeBytes, ...seen, ...times });
    return false;
  }

  purge(object: number): void {
    this.#here = this.#here.filter((known) => known.object !== object);
  }

  #used(): number {
    return this.#here.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  }

  #evict(): void {
    const first = this.#here.reduce((one, other) =>
      isBefore(this.#rank(other), this.#rank(one)) ? other : one,
    );
    this.#floor = this.#rank(first)[0]!;
    this.purge(first.object);
  }
}

const ranked =
  (rank: Rank): MakeTwin =>
  (capacityBytes, _, future) =>
    new RankedTwin(capacityBytes, rank, future);

export const fifo = ranked(({ entered }) => [entered]);
export const lru = ranked(({ used }) => [used]);
export const mru = ranked(({ used }) => [-used]);
/** Of equals, the one that came to its frequency first, which is when it was last asked for. */
export const lfu = ranked(({ times, used }) => [times, used]);
export const lfuDa = ranked(({ floor, times, used }) => [floor + times, used]);
/** Scaled by a million, as ours, since the floor is added in floating point. */
export const gdsf = ranked(({ floor, times, sizeBytes, used }) => [
  floor + (times * 1e6) / sizeBytes,
  used,
]);
export const size = ranked(({ askedBytes }) => [-askedBytes]);
export const belady = ranked(({ nextUse, used }) => [-nextUse, used]);
