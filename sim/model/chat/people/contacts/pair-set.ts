/** Pairs of people that there are already: a hash table in one array. */
const EMPTY = -1;
/** Odd constant of MurmurHash3 (Appleby, public domain). */
const MIX = 0x85ebca6b;
const FULL = 0.6;

export class PairSet {
  readonly #people: number;
  #slots = new Float64Array(1024).fill(EMPTY);
  #count = 0;

  constructor(people: number) {
    this.#people = people;
  }

  has(one: number, other: number): boolean {
    const pair = this.#numberOf(one, other);
    return this.#slots[this.#slotOf(pair)] === pair;
  }

  /** @returns whether it was not there. */
  add(one: number, other: number): boolean {
    const pair = this.#numberOf(one, other);
    const slot = this.#slotOf(pair);
    if (this.#slots[slot] === pair) return false;
    this.#slots[slot] = pair;
    this.#count += 1;
    if (this.#count > FULL * this.#slots.length) this.#grow();
    return true;
  }

  #numberOf(one: number, other: number): number {
    return one < other ? one * this.#people + other : other * this.#people + one;
  }

  #slotOf(pair: number): number {
    const mask = this.#slots.length - 1;
    let hash = Math.imul((pair / 4_294_967_296) | 0, MIX) ^ (pair | 0);
    hash = Math.imul(hash ^ (hash >>> 16), MIX);
    let slot = (hash ^ (hash >>> 13)) & mask;
    while (this.#slots[slot] !== EMPTY && this.#slots[slot] !== pair) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Float64Array(2 * before.length).fill(EMPTY);
    for (const pair of before) if (pair !== EMPTY) this.#slots[this.#slotOf(pair)] = pair;
  }
}
