/**
 * Acknowledgements on their way back. Most change nothing until their sender has something to say again, and are
 * looked at only then: an event for each would be half of all events of a chat.
 */
import type { Chunk } from './chunk.ts';

/** So many that have come are kept before room is made. */
const KEPT = 64;

export class Acknowledgements {
  /** In order of the times at which they arrive; those before `#first` have. */
  #chunks: Chunk[] = [];
  #first = 0;

  /** When the next one arrives, ms; Infinity: none is on its way. */
  get nextMs(): number {
    return this.#chunks[this.#first]?.knownMs ?? Number.POSITIVE_INFINITY;
  }

  /** One leaves; it seldom overtakes another. */
  add(chunk: Chunk): void {
    const chunks = this.#chunks;
    let at = chunks.length;
    chunks.push(chunk);
    for (; at > this.#first && chunks[at - 1]!.knownMs > chunk.knownMs; at -= 1) {
      chunks[at] = chunks[at - 1]!;
    }
    chunks[at] = chunk;
  }

  /** @returns one that has arrived, in order; undefined when no other has. */
  arrived(nowMs: number): Chunk | undefined {
    const first = this.#chunks[this.#first];
    if (first === undefined || first.knownMs > nowMs) return undefined;
    this.#first += 1;
    if (this.#first === this.#chunks.length) this.clear();
    else if (this.#first >= KEPT && 2 * this.#first >= this.#chunks.length) {
      this.#chunks.splice(0, this.#first);
      this.#first = 0;
    }
    return first;
  }

  clear(): void {
    this.#chunks.length = 0;
    this.#first = 0;
  }
}
