import { grown } from '../../../engine/grown.ts';
import { count, ratio } from '../../../part/units.ts';
import { GhostQueue } from './ghost-queue.ts';
import { type EvictionPolicy, evictionPolicy } from './policy.ts';
import { SlotHeap } from './slot-heap.ts';

interface Settings {
  readonly k: number;
  /** Requests within which references to an object count as one. */
  readonly correlated: number;
  /** Bytes of evicted objects whose references are remembered. */
  readonly historyBytes: number;
}

/** When an object was referenced: never, as far as is remembered. Requests are numbered from 1. */
const UNKNOWN = 0;

/**
 * Remembers the last K references to each object and evicts the one whose K-th last is longest ago;
 * first those with fewer than K, in order of their last. References that follow closely count as one,
 * and while more may follow the object stays.
 */
class LruK implements EvictionPolicy {
  readonly #k: number;
  readonly #correlated: number;
  readonly #heap = new SlotHeap();
  readonly #ghosts: GhostQueue;
  /** K references of each object, last one first; each may stand for several correlated ones. */
  #references = new Float64Array(0);
  /** When each object was asked for last, correlated or not. */
  #last = new Float64Array(0);
  #object = new Int32Array(0);
  #bytes = new Float64Array(0);
  #now = 0;

  constructor({ k, correlated, historyBytes }: Settings) {
    this.#k = k;
    this.#correlated = correlated;
    this.#ghosts = new GhostQueue(historyBytes);
  }

  grow(slots: number): void {
    this.#heap.grow(slots);
    this.#object = grown(this.#object, slots);
    this.#bytes = grown(this.#bytes, slots);
  }

  admit(object: number): boolean {
    this.#now += 1;
    if (object >= this.#last.length) this.#makeRoomFor(object);
    const first = object * this.#k;
    if (!this.#ghosts.remove(object)) this.#references.fill(UNKNOWN, first, first + this.#k);
    return true;
  }

  added(slot: number, object: number, sizeBytes: number): void {
    this.#object[slot] = object;
    this.#bytes[slot] = sizeBytes;
    this.#refer(slot, object, 0);
  }

  touched(slot: number): void {
    this.#now += 1;
    const object = this.#object[slot]!;
    const last = this.#last[object]!;
    if (this.#now - last > this.#correlated) {
      this.#refer(slot, object, last - this.#references[object * this.#k]!);
    } else this.#last[object] = this.#now;
  }

  evict(): number {
    const slot = this.#choose();
    this.removed(slot);
    return slot;
  }

  /** A purge says nothing of how often an object is asked for: what is known of it stays. */
  removed(slot: number): void {
    this.#heap.remove(slot);
    this.#ghosts.add(this.#object[slot]!, this.#bytes[slot]!);
  }

  /** @param held requests over which the reference before went on; the older ones move by as many. */
  #refer(slot: number, object: number, held: number): void {
    const references = this.#references;
    const first = object * this.#k;
    const last = first + this.#k - 1;
    for (let index = last; index > first; index -= 1) {
      const before = references[index - 1]!;
      references[index] = before === UNKNOWN ? UNKNOWN : before + held;
    }
    references[first] = this.#now;
    this.#last[object] = this.#now;
    this.#heap.set(slot, references[last]!, this.#now);
  }

  /** The first of which no correlated reference is to be expected; without one, the first of all. */
  #choose(): number {
    if (this.#mayLeave(this.#heap.least())) return this.#heap.least();
    const passed: number[] = [];
    while (this.#heap.length > 0 && !this.#mayLeave(this.#heap.least())) {
      passed.push(this.#heap.takeLeast());
    }
    const found = this.#heap.length > 0 ? this.#heap.least() : passed[0]!;
    for (const slot of passed) {
      const first = this.#object[slot]! * this.#k;
      this.#heap.set(slot, this.#references[first + this.#k - 1]!, this.#references[first]!);
    }
    return found;
  }

  #mayLeave(slot: number): boolean {
    return this.#now - this.#last[this.#object[slot]!]! > this.#correlated;
  }

  #makeRoomFor(object: number): void {
    const objects = Math.max(2 * this.#last.length, object + 1);
    this.#last = grown(this.#last, objects);
    this.#references = grown(this.#references, objects * this.#k);
  }
}

export const lruK = evictionPolicy({
  name: 'lru-k',
  summary: 'evicts the object whose K-th last reference is longest ago',
  source:
    'O’Neil, O’Neil & Weikum, The LRU-K Page Replacement Algorithm, SIGMOD 1993, Fig. 2.1; its defaults for both periods are assumptions',
  params: {
    k: count({ min: 1, max: 16 })
      .prefault(2)
      .describe('which reference counts, from the last; 1 is LRU'),
    correlated: count()
      .prefault(0)
      .describe('requests within which references to an object count as one'),
    history: ratio({ max: 10 })
      .prefault('100%')
      .describe('bytes of evicted objects whose references are remembered'),
  },
  make: ({ k, correlated, history }, { capacityBytes }) =>
    new LruK({ k, correlated, historyBytes: capacityBytes * history }),
});
