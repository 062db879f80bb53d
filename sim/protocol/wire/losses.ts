/**
 * What its sender will not hear of by itself, since it or its acknowledgement was lost; and what is to be sent again. An
 * acknowledgement of something that was sent later tells of it, else a probe does, or a timeout. Source: RFC 8985, RFC 6298
 */
import type { Kernel, Pending } from '../virtual/kernel.ts';
import type { Chunk } from './chunk.ts';

/** Since when a sender has heard nothing of a chunk that is not lost, and what it does then. */
export interface LossWatch {
  /** Whether it is the last that was sent. */
  isLast(chunk: Chunk): boolean;
  /** After how long to ask what has become of the last chunk, ms. RFC 8985 §7.2 */
  probeMs(): number;
  /** Nothing has told of it in time. */
  timedOut(chunk: Chunk, isProbe: boolean): void;
}

export class Losses {
  readonly #kernel: Kernel;
  readonly #watch: LossWatch;
  readonly #missing = new Map<Chunk, Pending>();
  /** In order. */
  readonly #repairs: Chunk[] = [];

  constructor(kernel: Kernel, watch: LossWatch) {
    this.#kernel = kernel;
    this.#watch = watch;
  }

  /** Whether acknowledgements may tell of losses. */
  get areOpen(): boolean {
    return this.#missing.size > 0;
  }

  get hasRepairs(): boolean {
    return this.#repairs.length > 0;
  }

  /** The chunk that was just sent, or has just arrived, will not be told of. */
  miss(chunk: Chunk): void {
    const { nowMs } = this.#kernel;
    const isProbe = !chunk.isSentAgain && this.#watch.probeMs() < chunk.timeoutMs;
    const sinceMs = nowMs - chunk.sentMs;
    const waitMs = isProbe ? this.#watch.probeMs() : chunk.timeoutMs;
    this.#wait(chunk, Math.max(0, waitMs - sinceMs), isProbe);
  }

  #wait(chunk: Chunk, waitMs: number, isProbe: boolean): void {
    const pending = this.#kernel.after(waitMs, () => {
      if (isProbe && !this.#watch.isLast(chunk)) {
        const leftMs = chunk.sentMs + chunk.timeoutMs - this.#kernel.nowMs;
        this.#wait(chunk, Math.max(0, leftMs), false);
        return;
      }
      this.#missing.delete(chunk);
      this.#watch.timedOut(chunk, isProbe);
    });
    this.#missing.set(chunk, pending);
  }

  /**
   * What an acknowledgement tells of chunks besides its own.
   *
   * @param arrived has those that are there although nobody has said so; @param lost those that were sent before it.
   */
  reveal(heard: Chunk, arrived: (chunk: Chunk) => void, lost: (chunk: Chunk) => void): void {
    for (const chunk of this.#missing.keys()) {
      const isThere = chunk.arrivedMs <= heard.arrivedMs;
      if (!isThere && !isBefore(chunk, heard)) continue;
      this.#forget(chunk);
      if (isThere) arrived(chunk);
      else lost(chunk);
    }
  }

  #forget(chunk: Chunk): void {
    this.#kernel.cancel(this.#missing.get(chunk)!);
    this.#missing.delete(chunk);
  }

  /** It is to be sent again. */
  repair(chunk: Chunk): void {
    const at = this.#repairs.findIndex(({ order }) => order > chunk.order);
    this.#repairs.splice(at < 0 ? this.#repairs.length : at, 0, chunk);
  }

  /** @returns what is to be sent again next. */
  nextRepair(): Chunk {
    return this.#repairs.shift()!;
  }

  clear(): void {
    for (const pending of this.#missing.values()) this.#kernel.cancel(pending);
    this.#missing.clear();
    this.#repairs.length = 0;
  }
}

/** Whether it was sent before another one. */
const isBefore = (one: Chunk, other: Chunk): boolean =>
  one.sentMs < other.sentMs || (one.sentMs === other.sentMs && one.order < other.order);
