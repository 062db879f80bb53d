import { grown } from '../../../../engine/grown.ts';

/**
 * A bag of slots in which what was last predicted for a slot stands where the slot does, so that
 * looking at many candidates touches little memory.
 */
export class ScoredBag {
  slots = new Int32Array(0);
  /** Of the object at a place; the highest leaves first. */
  scores = new Float64Array(0);
  /** Request from which on the score no longer holds. */
  staleAt = new Float64Array(0);
  length = 0;
  #placeOf = new Int32Array(0);

  grow(slots: number): void {
    this.slots = grown(this.slots, slots);
    this.scores = grown(this.scores, slots);
    this.staleAt = grown(this.staleAt, slots);
    this.#placeOf = grown(this.#placeOf, slots);
  }

  add(slot: number): void {
    this.slots[this.length] = slot;
    this.staleAt[this.length] = 0;
    this.#placeOf[slot] = this.length;
    this.length += 1;
  }

  /** The score of a slot no longer holds. */
  outdate(slot: number): void {
    this.staleAt[this.#placeOf[slot]!] = 0;
  }

  remove(slot: number): void {
    this.length -= 1;
    const last = this.length;
    const place = this.#placeOf[slot]!;
    this.slots[place] = this.slots[last]!;
    this.scores[place] = this.scores[last]!;
    this.staleAt[place] = this.staleAt[last]!;
    this.#placeOf[this.slots[last]!] = place;
  }
}
