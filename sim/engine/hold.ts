/** Waiting for a time. */
import type { Processes, Sleeper } from './process.ts';
import type { Wait, Waiter } from './wait.ts';

/**
 * Waits for a time, where waits are combined: `anyOf(reply, hold(50))`. A process that only holds may
 * yield the number itself.
 *
 * @param delayMs 0 or more.
 */
export const hold = (delayMs: number): Wait => new Hold(delayMs);

/** A process that holds reads `delayMs` and no more; the rest is for holds within `anyOf`. */
export class Hold implements Wait {
  readonly delayMs: number;
  #alarm: Alarm | undefined;

  constructor(delayMs: number) {
    this.delayMs = delayMs;
  }

  begin(waiter: Waiter): boolean {
    const { processes } = waiter.process;
    this.#alarm = new Alarm(processes, this.delayMs, () => waiter.wake(this));
    return false;
  }

  withdraw(): void {
    this.#alarm?.stop();
  }
}

/** An event of its own, for a hold that is one of several waits. */
class Alarm implements Sleeper {
  readonly #processes: Processes;
  readonly #number: number;
  readonly #rings: () => void;
  #isOver = false;

  constructor(processes: Processes, delayMs: number, rings: () => void) {
    this.#processes = processes;
    this.#rings = rings;
    this.#number = processes.admit(this);
    processes.wakeAfter(delayMs, this.#number);
  }

  goOn(): void {
    this.#end();
    this.#rings();
  }

  stop(): void {
    if (this.#isOver) return;
    this.#processes.letSleep(this.#number);
    this.#end();
  }

  #end(): void {
    this.#isOver = true;
    this.#processes.dismiss(this.#number);
  }
}
