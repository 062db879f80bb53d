import { grown } from '../../../engine/grown.ts';
import { count } from '../../../part/units.ts';
import { type EvictionPolicy, evictionPolicy } from './policy.ts';
import { SlotLists } from './slot-lists.ts';
import { SlruUnits } from './units/slru-units.ts';

/**
 * LRU lists of equal size, one above the other. An object that is served moves to the list above; what
 * has to make room there falls to the list below, and from the lowest out of the cache. A new object
 * enters the lowest list that has room, so that all of them fill; without one, the lowest of all.
 */
class SegmentedLru implements EvictionPolicy {
  readonly #segments: number;
  readonly #segmentBytes: number;
  /** One for each segment, and one of those that fell out of the cache and have yet to leave. */
  readonly #lists: SlotLists;
  readonly #out: number;
  readonly #used: Float64Array;
  #bytes = new Float64Array(0);
  #segment = new Uint8Array(0);

  constructor(capacityBytes: number, segments: number) {
    this.#segments = segments;
    this.#segmentBytes = Math.floor(capacityBytes / segments);
    this.#lists = new SlotLists(segments + 1);
    this.#out = segments;
    this.#used = new Float64Array(segments + 1);
  }

  grow(slots: number): void {
    this.#lists.grow(slots);
    this.#bytes = grown(this.#bytes, slots);
    this.#segment = grown(this.#segment, slots);
  }

  admit(_object: number, sizeBytes: number): boolean {
    return sizeBytes <= this.#segmentBytes;
  }

  lacksRoom(): boolean {
    return !this.#lists.isEmpty(this.#out);
  }

  added(slot: number, _object: number, sizeBytes: number): void {
    this.#bytes[slot] = sizeBytes;
    this.#enter(slot, this.#lowestWithRoom(sizeBytes));
  }

  touched(slot: number): void {
    const segment = this.#segment[slot]!;
    if (segment === this.#segments - 1) {
      this.#lists.moveToHead(slot, segment);
      return;
    }
    this.removed(slot);
    this.#makeRoom(segment + 1, this.#bytes[slot]!);
    this.#enter(slot, segment + 1);
  }

  evict(): number {
    const slot = this.lacksRoom() ? this.#lists.tail(this.#out) : this.#oldestOfLowest();
    this.removed(slot);
    return slot;
  }

  removed(slot: number): void {
    this.#used[this.#segment[slot]!]! -= this.#bytes[slot]!;
    this.#lists.remove(slot);
  }

  #oldestOfLowest(): number {
    let segment = 0;
    while (this.#lists.isEmpty(segment)) segment += 1;
    return this.#lists.tail(segment);
  }

  #enter(slot: number, segment: number): void {
    this.#segment[slot] = segment;
    this.#used[segment]! += this.#bytes[slot]!;
    this.#lists.pushHead(slot, segment);
  }

  /** Lets the oldest of a list fall until there is room in it. */
  #makeRoom(segment: number, sizeBytes: number): void {
    const below = segment === 0 ? this.#out : segment - 1;
    while (this.#used[segment]! + sizeBytes > this.#segmentBytes) {
      const slot = this.#lists.tail(segment);
      this.removed(slot);
      if (below !== this.#out) this.#makeRoom(below, this.#bytes[slot]!);
      this.#enter(slot, below);
    }
  }

  #lowestWithRoom(sizeBytes: number): number {
    for (let segment = 0; segment < this.#segments; segment += 1) {
      if (this.#used[segment]! + sizeBytes <= this.#segmentBytes) return segment;
    }
    return 0;
  }
}

export const slru = evictionPolicy({
  name: 'slru',
  summary: 'has several LRU lists; objects climb when they are served and fall when others climb',
  source:
    'Karedla, Love & Wherry, IEEE Computer 27(3), 1994; four lists: Huang et al., SOSP 2013 (S4LRU)',
  params: {
    segments: count({ min: 1, max: 64 }).prefault(4).describe('number of lists'),
  },
  make: ({ segments }, { capacityBytes }) => new SegmentedLru(capacityBytes, segments),
  units: ({ segments }, context) => new SlruUnits(context, segments),
});
