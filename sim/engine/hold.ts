/** Waiting for a time. */
import type { Processes, Sleeper } from './process.ts';
import type { TimerId } from './simulator.ts';
import type { Wait, Waiter } from './wait.ts';

/** Waits for a time. @param delayMs 0 or more. */
export const hold = (delayMs: number): Wait => new Hold(delayMs);

class Hold implements Wait {
  readonly #delayMs: number;
  #waiter: Waiter | undefined;
  #alarm: Alarm | undefined;

  constructor(delayMs: number) {
    this.#delayMs = delayMs;
  }

  /** A process that holds uses the event that it has anyway: nothing to make, nothing to look up. */
  begin(waiter: Waiter): boolean {
    const { process } = waiter;
    this.#waiter = waiter;
    if (waiter === process) process.sleep(this.#delayMs);
    else this.#alarm = new Alarm(process.processes, this.#delayMs, () => waiter.wake(this));
    return false;
  }

  withdraw(): void {
    if (this.#alarm !== undefined) this.#alarm.stop();
    else this.#waiter?.process.stopSleeping();
  }
}

/** An event of its own, for a hold that is one of several waits. */
class Alarm implements Sleeper {
  readonly #processes: Processes;
  readonly #number: number;
  readonly #timer: TimerId;
  readonly #rings: () => void;
  #isOver = false;

  constructor(processes: Processes, delayMs: number, rings: () => void) {
    this.#processes = processes;
    this.#rings = rings;
    this.#number = processes.admit(this);
    this.#timer = processes.alarm(delayMs, this.#number);
  }

  goOn(): void {
    this.#end();
    this.#rings();
  }

  stop(): void {
    if (this.#isOver) return;
    this.#processes.cancel(this.#timer);
    this.#end();
  }

  #end(): void {
    this.#isOver = true;
    this.#processes.dismiss(this.#number);
  }
}
