import { grown } from '../../../engine/grown.ts';

/** Requests that can be told apart within one frequency; frequencies go up to 2^20. */
const SEQUENCE = 4_294_967_296;

/**
 * Slots by how often their objects were asked for: a binary heap whose top is the least frequent
 * one. Of equal ones that is the least recent, or the most recent where wanted.
 */
export class FrequencyOrder {
  readonly #sign: number;
  length = 0;
  /** By place in the heap. */
  #slot = new Int32Array(0);
  #key = new Float64Array(0);
  /** By slot. */
  #place = new Int32Array(0);
  #frequency = new Float64Array(0);
  #sequence = 0;

  /** @param recentFirst whether the most recent of equal ones is on top. */
  constructor(recentFirst: boolean) {
    this.#sign = recentFirst ? -1 : 1;
  }

  grow(slots: number): void {
    this.#slot = grown(this.#slot, slots);
    this.#key = grown(this.#key, slots);
    this.#place = grown(this.#place, slots);
    this.#frequency = grown(this.#frequency, slots);
  }

  /** The slot that is on top. */
  get least(): number {
    return this.#slot[0]!;
  }

  frequencyOf(slot: number): number {
    return this.#frequency[slot]!;
  }

  add(slot: number, frequency: number): void {
    this.#frequency[slot] = frequency;
    this.length += 1;
    this.#rise(this.length - 1, slot, this.#nextKey(frequency));
  }

  /** The object was asked for once more. */
  increment(slot: number): void {
    this.#frequency[slot]! += 1;
    this.#put(this.#place[slot]!, slot, this.#nextKey(this.#frequency[slot]!));
  }

  remove(slot: number): void {
    this.length -= 1;
    const last = this.#slot[this.length]!;
    if (last !== slot) this.#put(this.#place[slot]!, last, this.#key[this.length]!);
  }

  #nextKey(frequency: number): number {
    this.#sequence += 1;
    return frequency * SEQUENCE + this.#sign * this.#sequence;
  }

  /** Puts a slot at a place or wherever its key belongs from there. */
  #put(place: number, slot: number, key: number): void {
    const isLess = place > 0 && key < this.#key[(place - 1) >> 1]!;
    if (isLess) this.#rise(place, slot, key);
    else this.#sink(place, slot, key);
  }

  #rise(from: number, slot: number, key: number): void {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (this.#key[parent]! <= key) break;
      this.#set(place, this.#slot[parent]!, this.#key[parent]!);
      place = parent;
    }
    this.#set(place, slot, key);
  }

  #sink(from: number, slot: number, key: number): void {
    let place = from;
    for (let child = 2 * place + 1; child < this.length; child = 2 * place + 1) {
      if (child + 1 < this.length && this.#key[child + 1]! < this.#key[child]!) child += 1;
      if (this.#key[child]! >= key) break;
      this.#set(place, this.#slot[child]!, this.#key[child]!);
      place = child;
    }
    this.#set(place, slot, key);
  }

  #set(place: number, slot: number, key: number): void {
    this.#slot[place] = slot;
    this.#key[place] = key;
    this.#place[slot] = place;
  }
}
