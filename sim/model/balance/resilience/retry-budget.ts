/**
 * Retries as a share of requests: what a caller may add to the load of a server in trouble.
 * Source: Finagle, com.twitter.finagle.service.RetryBudget: 20 % of the requests of the last 10 s, and
 * 10 a second at all times.
 */
const SLICES = 10;
const SLICE_MS = 1000;
const SECONDS = 10;

export class RetryBudget {
  readonly #share: number;
  readonly #reserve: number;
  /** What each second of the last ten has brought and taken. */
  readonly #slices = new Float64Array(SLICES);
  #slice = 0;

  /** @param share of requests; Infinity: no limit. */
  constructor(share: number, reservePerSecond: number) {
    this.#share = share;
    this.#reserve = reservePerSecond * SECONDS;
  }

  /** A request is made. */
  deposit(nowMs: number): void {
    if (this.#share === Number.POSITIVE_INFINITY) return;
    this.#advance(nowMs);
    this.#slices[this.#slice % SLICES]! += this.#share;
  }

  /** @returns whether a retry may be made; it has been counted then. */
  withdraw(nowMs: number): boolean {
    if (this.#share === Number.POSITIVE_INFINITY) return true;
    this.#advance(nowMs);
    let balance = this.#reserve;
    for (let slice = 0; slice < SLICES; slice += 1) balance += this.#slices[slice]!;
    if (balance < 1) return false;
    this.#slices[this.#slice % SLICES]! -= 1;
    return true;
  }

  /** Forgets what is older than ten seconds. */
  #advance(nowMs: number): void {
    const slice = Math.floor(nowMs / SLICE_MS);
    const passed = Math.min(SLICES, slice - this.#slice);
    for (let step = 1; step <= passed; step += 1) this.#slices[(this.#slice + step) % SLICES] = 0;
    if (passed === SLICES) this.#slices.fill(0);
    this.#slice = slice;
  }
}
