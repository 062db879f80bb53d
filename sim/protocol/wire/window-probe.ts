/** Asks now and then whether a window has opened, since news of it may be lost. Source: RFC 9293 §3.8.6.1 */
import type { Kernel, Pending } from '../virtual/kernel.ts';
import { GIVES_UP_MS, LONGEST_TIMEOUT_MS } from './timeouts.ts';

export interface WindowProbeParts {
  readonly kernel: Kernel;
  /** Asks. @returns whether that gets there. */
  ask(): boolean;
  /** Nothing gets there any more. */
  failed(): void;
}

export class WindowProbe {
  readonly #parts: WindowProbeParts;
  #pending: Pending | undefined;

  constructor(parts: WindowProbeParts) {
    this.#parts = parts;
  }

  get isAsking(): boolean {
    return this.#pending !== undefined;
  }

  start(timeoutMs: number): void {
    if (!this.isAsking) this.#askAfter(timeoutMs, this.#parts.kernel.nowMs);
  }

  stop(): void {
    if (this.#pending !== undefined) this.#parts.kernel.cancel(this.#pending);
    this.#pending = undefined;
  }

  #askAfter(timeoutMs: number, heardMs: number): void {
    const { kernel, ask, failed } = this.#parts;
    this.#pending = kernel.after(timeoutMs, () => {
      const { nowMs } = kernel;
      this.#pending = undefined;
      const hasArrived = ask();
      if (!hasArrived && nowMs - heardMs > GIVES_UP_MS) {
        failed();
        return;
      }
      const nextMs = Math.min(2 * timeoutMs, LONGEST_TIMEOUT_MS);
      this.#askAfter(nextMs, hasArrived ? nowMs : heardMs);
    });
  }
}
