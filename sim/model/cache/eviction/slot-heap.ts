/**
 * Slots in order of a key, and of a second one where keys are equal: a binary heap on typed arrays
 * that knows where each slot stands, so that keys can change. O(log n) for each change.
 */
import { grown } from '../../../engine/grown.ts';

const GONE = -1;

export class SlotHeap {
  length = 0;
  #slots = new Int32Array(0);
  /** Of each slot: its keys, and where it stands. */
  #key = new Float64Array(0);
  #tie = new Float64Array(0);
  #place = new Int32Array(0);

  grow(slots: number): void {
    const before = this.#place.length;
    this.#slots = grown(this.#slots, slots);
    this.#key = grown(this.#key, slots);
    this.#tie = grown(this.#tie, slots);
    this.#place = grown(this.#place, slots);
    this.#place.fill(GONE, before);
  }

  keyOf(slot: number): number {
    return this.#key[slot]!;
  }

  /** The slot whose key is least; the heap must not be empty. */
  least(): number {
    return this.#slots[0]!;
  }

  /** Puts a slot in, or gives one that is here other keys. */
  set(slot: number, key: number, tie: number): void {
    this.#key[slot] = key;
    this.#tie[slot] = tie;
    let place = this.#place[slot]!;
    if (place === GONE) {
      place = this.length;
      this.length += 1;
    }
    if (this.#rise(slot, place) === place) this.#sink(slot, place);
  }

  takeLeast(): number {
    const slot = this.#slots[0]!;
    this.remove(slot);
    return slot;
  }

  remove(slot: number): void {
    const place = this.#place[slot]!;
    this.#place[slot] = GONE;
    this.length -= 1;
    const last = this.#slots[this.length]!;
    if (last === slot) return;
    if (this.#rise(last, place) === place) this.#sink(last, place);
  }

  /** @returns where the slot ends up, starting from a place that is free. */
  #rise(slot: number, from: number): number {
    const [slots, places] = [this.#slots, this.#place];
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = slots[above]!;
      if (!this.#isBefore(slot, parent)) break;
      slots[place] = parent;
      places[parent] = place;
      place = above;
    }
    slots[place] = slot;
    places[slot] = place;
    return place;
  }

  #sink(slot: number, from: number): void {
    const [slots, places] = [this.#slots, this.#place];
    let place = from;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= this.length) break;
      if (below + 1 < this.length && this.#isBefore(slots[below + 1]!, slots[below]!)) below += 1;
      const child = slots[below]!;
      if (!this.#isBefore(child, slot)) break;
      slots[place] = child;
      places[child] = place;
      place = below;
    }
    slots[place] = slot;
    places[slot] = place;
  }

  #isBefore(one: number, other: number): boolean {
    const [a, b] = [this.#key[one]!, this.#key[other]!];
    return a < b || (a === b && this.#tie[one]! < this.#tie[other]!);
  }
}
