/** When to ask a second time without having heard of the first: after most answers would have come. */
export interface HedgeSettings {
  /** Share of answers that have come by then, 0 to 1. */
  readonly quantile: number;
  /** Fixed delay in place of the quantile, ms. */
  readonly afterMs: number | undefined;
  /** Share of requests that may be asked a second time. */
  readonly budgetRatio: number;
}

const KEPT = 512;
/** Answers between two looks at the quantile. */
const LOOK = 32;
/** With fewer answers nothing is known. */
const LEAST = 20;
/** Hedges that may be saved up while all is quick. */
const MOST_SAVED = 10;

export class Hedging {
  readonly #settings: HedgeSettings;
  /** How long the last answers took, ms, in the order of a ring. */
  readonly #tookMs = new Float64Array(KEPT);
  readonly #scratch = new Float64Array(KEPT);
  #heard = 0;
  #afterMs = Number.POSITIVE_INFINITY;
  #saved = MOST_SAVED;

  constructor(settings: HedgeSettings) {
    this.#settings = settings;
    if (settings.afterMs !== undefined) this.#afterMs = settings.afterMs;
  }

  /** A request is made. @returns after how long it is to be asked again, ms; Infinity: not known yet. */
  begin(): number {
    this.#saved = Math.min(MOST_SAVED, this.#saved + this.#settings.budgetRatio);
    return this.#afterMs;
  }

  /** @returns whether a second attempt may be made; it has been counted then. */
  withdraw(): boolean {
    if (this.#settings.budgetRatio >= 1) return true;
    if (this.#saved < 1) return false;
    this.#saved -= 1;
    return true;
  }

  /** An attempt was answered, also one that nobody waits for any more. */
  answered(tookMs: number): void {
    if (this.#settings.afterMs !== undefined) return;
    this.#tookMs[this.#heard % KEPT] = tookMs;
    this.#heard += 1;
    if (this.#heard < LEAST || this.#heard % LOOK !== 0) return;
    const count = Math.min(KEPT, this.#heard);
    this.#scratch.set(this.#tookMs);
    const rank = Math.min(count - 1, Math.floor(this.#settings.quantile * count));
    this.#afterMs = ranked(this.#scratch, count, rank);
  }
}

/** @returns the value of a rank among the first `count`, 0 for the smallest; values change places. */
function ranked(values: Float64Array, count: number, rank: number): number {
  let from = 0;
  let to = count - 1;
  while (from < to) {
    const pivot = values[(from + to) >> 1]!;
    let low = from;
    let high = to;
    while (low <= high) {
      while (values[low]! < pivot) low += 1;
      while (values[high]! > pivot) high -= 1;
      if (low > high) break;
      const kept = values[low]!;
      values[low] = values[high]!;
      values[high] = kept;
      low += 1;
      high -= 1;
    }
    if (rank <= high) to = high;
    else if (rank >= low) from = low;
    else break;
  }
  return values[rank]!;
}
