/** Rate at which bytes arrived lately. */

/** Groups that are remembered: more than come in half a second, a group each 5 ms. */
const SLOTS = 128;
const BITS = 8;
const MS_PER_SECOND = 1000;

export class ReceivedRate {
  readonly #windowMs: number;
  readonly #atMs = new Float64Array(SLOTS);
  readonly #bytes = new Float64Array(SLOTS);
  #first = 0;
  #count = 0;
  #sum = 0;
  #beganMs = Number.NaN;

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  heard(atMs: number, bytes: number): void {
    if (Number.isNaN(this.#beganMs)) this.#beganMs = atMs;
    if (this.#count === SLOTS) this.#drop();
    const slot = (this.#first + this.#count) % SLOTS;
    this.#atMs[slot] = atMs;
    this.#bytes[slot] = bytes;
    this.#sum += bytes;
    this.#count += 1;
    while (this.#atMs[this.#first]! <= atMs - this.#windowMs) this.#drop();
  }

  /** @param lastMs of the last arrival. @returns bit/s; undefined before a whole window has gone by. */
  at(lastMs: number): number | undefined {
    if (!(lastMs - this.#beganMs >= this.#windowMs)) return undefined;
    return (this.#sum * BITS * MS_PER_SECOND) / this.#windowMs;
  }

  #drop(): void {
    this.#sum -= this.#bytes[this.#first]!;
    this.#first = (this.#first + 1) % SLOTS;
    this.#count -= 1;
  }
}
