/** A queue of numbers with a stamp and a time each, in typed arrays. */
const FIRST_ROOM = 64;

export class Ring {
  #items = new Int32Array(FIRST_ROOM);
  #stamps = new Int32Array(FIRST_ROOM);
  #timesMs = new Float64Array(FIRST_ROOM);
  #first = 0;
  length = 0;

  get item(): number {
    return this.#items[this.#first]!;
  }

  get stamp(): number {
    return this.#stamps[this.#first]!;
  }

  get timeMs(): number {
    return this.#timesMs[this.#first]!;
  }

  add(item: number, stamp: number, timeMs: number): void {
    if (this.length === this.#items.length) this.#grow();
    const place = (this.#first + this.length) & (this.#items.length - 1);
    this.#items[place] = item;
    this.#stamps[place] = stamp;
    this.#timesMs[place] = timeMs;
    this.length += 1;
  }

  dropFirst(): void {
    this.#first = (this.#first + 1) & (this.#items.length - 1);
    this.length -= 1;
  }

  get lastItem(): number {
    return this.#items[(this.#first + this.length - 1) & (this.#items.length - 1)]!;
  }

  get lastStamp(): number {
    return this.#stamps[(this.#first + this.length - 1) & (this.#items.length - 1)]!;
  }

  dropLast(): void {
    this.length -= 1;
  }

  #grow(): void {
    const { length } = this;
    const [items, stamps, timesMs] = [this.#items, this.#stamps, this.#timesMs];
    this.#items = new Int32Array(2 * length);
    this.#stamps = new Int32Array(2 * length);
    this.#timesMs = new Float64Array(2 * length);
    for (let index = 0; index < length; index += 1) {
      const from = (this.#first + index) & (length - 1);
      this.#items[index] = items[from]!;
      this.#stamps[index] = stamps[from]!;
      this.#timesMs[index] = timesMs[from]!;
    }
    this.#first = 0;
  }
}
