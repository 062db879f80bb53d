/** Pages of a screen that the first member shares: each is sent as fast as legs allow, and has arrived when all of it has. */

/** Bytes that rounding may leave. */
const NOTHING = 0.5;

export class SharedScreen {
  /** By leg: bytes that wait to be sent on it. */
  readonly pending: Float64Array;
  /** By member: bytes that have come, and pages that are complete. */
  readonly #came: Float64Array;
  readonly #pages: Int32Array;
  /** Of each page: bytes of all pages up to it, and when it was turned, ms. */
  readonly #upTo: number[] = [];
  readonly #turnedMs: number[] = [];

  constructor(size: number, legs: number) {
    this.pending = new Float64Array(legs);
    this.#came = new Float64Array(size);
    this.#pages = new Int32Array(size);
  }

  turn(bytes: number, nowMs: number): void {
    this.#upTo.push((this.#upTo.at(-1) ?? 0) + bytes);
    this.#turnedMs.push(nowMs);
  }

  /** A member comes when so many pages are gone, and is sent nothing of these. */
  join(member: number): void {
    this.#pages[member] = this.#upTo.length;
    this.#came[member] = this.#upTo.at(-1) ?? 0;
  }

  /** @param shown told, for each page that is complete now, of the time that it took, ms. */
  came(member: number, bytes: number, nowMs: number, shown: (tookMs: number) => void): void {
    this.#came[member]! += bytes;
    for (;;) {
      const page = this.#pages[member]!;
      const upTo = this.#upTo[page];
      if (upTo === undefined || this.#came[member]! < upTo - NOTHING) return;
      this.#pages[member]! += 1;
      shown(nowMs - this.#turnedMs[page]!);
    }
  }
}
