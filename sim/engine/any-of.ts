/** Waiting for the first of several waits. */
import type { Process } from './process.ts';
import type { Wait, Waiter } from './wait.ts';

/**
 * Waits for the first of several waits and withdraws the others: the item or the unit that a loser
 * would have got goes to somebody else. Of two that are over at once, the one named first wins.
 *
 *     const reply = inbox.get();
 *     yield anyOf(reply, hold(50));
 *     if (!reply.isDone) giveUp();
 */
export const anyOf = (...waits: readonly Wait[]): AnyOf => new AnyOf(waits);

export class AnyOf implements Wait, Waiter {
  /** The wait that was over first. */
  winner: Wait | undefined;
  readonly #waits: readonly Wait[];
  #waiter: Waiter | undefined;
  #hasBegun = false;
  #isWithdrawn = false;

  constructor(waits: readonly Wait[]) {
    this.#waits = waits;
  }

  get process(): Process {
    return this.#waiter!.process;
  }

  /** @throws Error the second time. */
  begin(waiter: Waiter): boolean {
    if (this.#waiter !== undefined) throw new Error('anyOf waits once; make another');
    this.#waiter = waiter;
    for (const wait of this.#waits) {
      if (wait.begin(this)) this.winner ??= wait;
      if (this.winner === undefined) continue;
      this.#withdrawLosers();
      return true;
    }
    this.#hasBegun = true;
    return false;
  }

  wake(wait: Wait): void {
    if (this.winner !== undefined || this.#isWithdrawn) return;
    this.winner = wait;
    if (!this.#hasBegun) return;
    this.#waiter!.wake(this);
    this.#withdrawLosers();
  }

  withdraw(): void {
    this.#isWithdrawn = true;
    for (const wait of this.#waits) wait.withdraw();
  }

  #withdrawLosers(): void {
    for (const wait of this.#waits) if (wait !== this.winner) wait.withdraw();
  }
}
