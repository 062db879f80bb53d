/** Moving averages of how long backends take, which forget in time and not in requests. */
import { grown } from '../../engine/grown.ts';
import { exp } from '../../engine/math/index.ts';

export class Latencies {
  readonly #decayMs: number;
  #meanMs = new Float64Array(0);
  #atMs = new Float64Array(0);

  /** @param decayMs after this long an old value weighs 1/e. */
  constructor(decayMs: number) {
    this.#decayMs = decayMs;
  }

  /** 0 for a backend that has not answered yet, ms. */
  of(backend: number): number {
    return this.#meanMs[backend] ?? 0;
  }

  /** @param seesPeaks whether a value above the mean replaces it at once. */
  add(backend: number, tookMs: number, nowMs: number, seesPeaks = false): void {
    if (backend >= this.#meanMs.length) this.#grow(backend + 1);
    const before = this.#meanMs[backend]!;
    const isFirst = before === 0;
    const kept = exp(-(nowMs - this.#atMs[backend]!) / this.#decayMs);
    this.#atMs[backend] = nowMs;
    const jumps = isFirst || (seesPeaks && tookMs > before);
    this.#meanMs[backend] = jumps ? tookMs : before * kept + tookMs * (1 - kept);
  }

  #grow(count: number): void {
    this.#meanMs = grown(this.#meanMs, 2 * count);
    this.#atMs = grown(this.#atMs, 2 * count);
  }
}
