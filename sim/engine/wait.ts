/**
 * What a process can yield: something that it waits for. A wait serves once; to wait again, ask for
 * another.
 */
import type { Process } from './process.ts';

export interface Wait {
  /**
   * Begins to wait. Later, and once, `waiter.wake(this)` says that it is over.
   *
   * @returns whether it is over already; then the waiter goes on at once, without an event.
   */
  begin(waiter: Waiter): boolean;
  /**
   * As if it had never been asked for: nobody is woken, and what it was given goes back. Harmless
   * before it has begun and when nothing is left to undo.
   */
  withdraw(): void;
}

/** Who waits: a process, or `anyOf` and `allOf` on its behalf. */
export interface Waiter {
  readonly process: Process;
  /** Tells that a wait is over. A wait that is no longer waited for is not heard. */
  wake(wait: Wait): void;
}
