/** Lets so many messages a second into each conversation, evenly or in short bursts. */
import { grown } from '../../../engine/grown.ts';

const MS_PER_SECOND = 1000;

/** Generic cell rate algorithm, with a second's worth of burst. Source: ITU-T I.371 §A.1 */
export class RateLimit {
  readonly #gapMs: number;
  /** By conversation: when the next one would be due at the even rate, ms. */
  #dueMs = new Float64Array(0);

  /** @param perSecond Infinity: all. */
  constructor(perSecond: number) {
    this.#gapMs = MS_PER_SECOND / perSecond;
  }

  admits(conversation: number, nowMs: number): boolean {
    if (this.#gapMs === 0) return true;
    if (conversation >= this.#dueMs.length) {
      this.#dueMs = grown(this.#dueMs, Math.max(64, Math.ceil(1.5 * conversation)));
    }
    const dueMs = Math.max(nowMs, this.#dueMs[conversation]!);
    if (dueMs - nowMs > MS_PER_SECOND - this.#gapMs) return false;
    this.#dueMs[conversation] = dueMs + this.#gapMs;
    return true;
  }
}
