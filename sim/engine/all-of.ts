/** Waiting for all of several waits. */
import type { Process } from './process.ts';
import type { Wait, Waiter } from './wait.ts';

/**
 * Waits until all of several waits are over. What some of them have got is kept meanwhile, and goes
 * back when the whole is withdrawn.
 */
export const allOf = (...waits: readonly Wait[]): Wait => new AllOf(waits);

class AllOf implements Wait, Waiter {
  readonly #waits: readonly Wait[];
  #waiter: Waiter | undefined;
  #left: number;
  #hasBegun = false;
  #isWithdrawn = false;

  constructor(waits: readonly Wait[]) {
    this.#waits = waits;
    this.#left = waits.length;
  }

  get process(): Process {
    return this.#waiter!.process;
  }

  /** @throws Error the second time. */
  begin(waiter: Waiter): boolean {
    if (this.#waiter !== undefined) throw new Error('allOf waits once; make another');
    this.#waiter = waiter;
    for (const wait of this.#waits) if (wait.begin(this)) this.#left -= 1;
    this.#hasBegun = true;
    return this.#left === 0;
  }

  wake(_wait: Wait): void {
    this.#left -= 1;
    if (this.#left === 0 && this.#hasBegun && !this.#isWithdrawn) this.#waiter!.wake(this);
  }

  withdraw(): void {
    this.#isWithdrawn = true;
    for (const wait of this.#waits) wait.withdraw();
  }
}
