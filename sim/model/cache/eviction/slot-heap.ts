/**
 * Slots in order of a key, and of a second one where keys are equal: a binary heap on typed arrays
 * that knows where each slot stands, so that keys can change. O(log n) for each change.
 *
 * Keys lie in the order of the heap, so that a comparison reads what is beside what it has just read.
 * Those that only grow can wait: the slot stands by the keys that it had, which is too early, and goes
 * to its place when it comes to the top.
 */
import { grown } from '../../../engine/grown.ts';

const GONE = -1;

export class SlotHeap {
  length = 0;
  /** Who stands at each place, and by which two keys. */
  #slots = new Int32Array(0);
  #keys = new Float64Array(0);
  /** Of each slot: its keys, and where it stands. */
  #key = new Float64Array(0);
  #tie = new Float64Array(0);
  #place = new Int32Array(0);

  grow(slots: number): void {
    const before = this.#place.length;
    this.#slots = grown(this.#slots, slots);
    this.#keys = grown(this.#keys, 2 * slots);
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
    for (;;) {
      const slot = this.#slots[0]!;
      const key = this.#key[slot]!;
      const tie = this.#tie[slot]!;
      if (this.#keys[0] === key && this.#keys[1] === tie) return slot;
      this.#sink(slot, key, tie, 0);
    }
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
    this.#move(slot, key, tie, place);
  }

  /** Gives a slot that is here keys that are not less than those it has. */
  raise(slot: number, key: number, tie: number): void {
    this.#key[slot] = key;
    this.#tie[slot] = tie;
  }

  takeLeast(): number {
    const slot = this.least();
    this.remove(slot);
    return slot;
  }

  remove(slot: number): void {
    const place = this.#place[slot]!;
    this.#place[slot] = GONE;
    this.length -= 1;
    const last = this.#slots[this.length]!;
    if (last === slot) return;
    const key = this.#keys[2 * this.length]!;
    const tie = this.#keys[2 * this.length + 1]!;
    this.#move(last, key, tie, place);
  }

  #move(slot: number, key: number, tie: number, from: number): void {
    if (this.#rise(slot, key, tie, from) === from) this.#sink(slot, key, tie, from);
  }

  /** @returns where the slot ends up, starting from a place that is free. */
  #rise(slot: number, key: number, tie: number, from: number): number {
    const slots = this.#slots;
    const keys = this.#keys;
    const places = this.#place;
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const aboveKey = keys[2 * above]!;
      const aboveTie = keys[2 * above + 1]!;
      if (key > aboveKey || (key === aboveKey && tie >= aboveTie)) break;
      const parent = slots[above]!;
      slots[place] = parent;
      keys[2 * place] = aboveKey;
      keys[2 * place + 1] = aboveTie;
      places[parent] = place;
      place = above;
    }
    this.#stand(slot, key, tie, place);
    return place;
  }

  #sink(slot: number, key: number, tie: number, from: number): void {
    const slots = this.#slots;
    const keys = this.#keys;
    const places = this.#place;
    const last = this.length - 1;
    let place = from;
    for (;;) {
      let below = 2 * place + 1;
      if (below > last) break;
      let belowKey = keys[2 * below]!;
      let belowTie = keys[2 * below + 1]!;
      if (below < last) {
        const otherKey = keys[2 * below + 2]!;
        const otherTie = keys[2 * below + 3]!;
        if (otherKey < belowKey || (otherKey === belowKey && otherTie < belowTie)) {
          below += 1;
          belowKey = otherKey;
          belowTie = otherTie;
        }
      }
      if (belowKey > key || (belowKey === key && belowTie >= tie)) break;
      const child = slots[below]!;
      slots[place] = child;
      keys[2 * place] = belowKey;
      keys[2 * place + 1] = belowTie;
      places[child] = place;
      place = below;
    }
    this.#stand(slot, key, tie, place);
  }

  #stand(slot: number, key: number, tie: number, place: number): void {
    this.#slots[place] = slot;
    this.#keys[2 * place] = key;
    this.#keys[2 * place + 1] = tie;
    this.#place[slot] = place;
  }
}
