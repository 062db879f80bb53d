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

  /** A place at random. No place is likelier than another by more than length / 2^32. */
  draw(random: Random): number {
    return Math.floor(random.uint32() * this.length * TWO_MINUS_32);
  }
}
