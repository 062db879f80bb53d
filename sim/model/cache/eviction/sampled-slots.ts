import { grown } from '../../../engine/grown.ts';
import type { Random } from '../../../engine/random.ts';

const TWO_MINUS_32 = 1 / 4_294_967_296;

/**
 * The slots in use at places 0 … length − 1, to draw from at random. What a policy knows of an
 * object should lie at its place, not at its slot: a draw then meets one line of memory.
 */
export class SampledSlots {
  length = 0;
  /** Slot at each place, and place of each slot. */
  slotAt: Int32Array = new Int32Array(0);
  placeOf: Int32Array = new Int32Array(0);

  grow(slots: number): void {
    this.slotAt = grown(this.slotAt, slots);
    this.placeOf = grown(this.placeOf, slots);
  }

  /** @returns the place of a new slot. */
  add(slot: number): number {
    const place = this.length;
    this.slotAt[place] = slot;
    this.placeOf[slot] = place;
    this.length += 1;
    return place;
  }

  /** Takes away the slot at a place. The last one comes there, from the place that is returned. */
  removeAt(place: number): number {
    this.length -= 1;
    const slot = this.slotAt[this.length]!;
    this.slotAt[place] = slot;
    this.placeOf[slot] = place;
    return this.length;
  }

  /**
   * The place that a random word stands for. No place is likelier than another by more than
   * length / 2^32.
   */
  placeFor(word: number): number {
    return ((word >>> 0) * (this.length * TWO_MINUS_32)) | 0;
  }
}

/** The first of a row of random words, for `nextWord`. */
export const firstWord = (random: Random): number => random.uint32() | 1;

/**
 * The next of a row of random words. A sample is dozens of draws, and this stays in registers.
 * Source: Marsaglia, Xorshift RNGs, Journal of Statistical Software 8(14), 2003.
 *
 * @param word not 0.
 */
export function nextWord(word: number): number {
  let next = word ^ (word << 13);
  next ^= next >>> 17;
  return next ^ (next << 5);
}
