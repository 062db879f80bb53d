/**
 * Models written as generators: `yield hold(5)` waits, `yield desk.seize()` waits for a turn. They
 * run on the simulator's queue and need no promise, which would resume after the clock has moved.
 */
import type { HandlerId, Simulator } from './simulator.ts';

/** What a process waits for. Made by `hold` and `Resource.seize`, and used up by the next yield. */
export interface Wait {
  /** Makes sure that `resume` is called for the process, at once or later. */
  begin(processes: Processes, process: number): void;
}

export type Process = Generator<Wait, void, void>;

class Hold implements Wait {
  delayMs = 0;

  begin(processes: Processes, process: number): void {
    processes.resumeAfter(this.delayMs, process);
  }
}

/** One for all: a hold is read by the yield that follows, before anybody can make another. */
const holding = new Hold();

/** Waits for a time. @param delayMs 0 or more. */
export function hold(delayMs: number): Wait {
  holding.delayMs = delayMs;
  return holding;
}

/** Units of which each process takes one at a time, in the order in which they asked. */
export class Resource implements Wait {
  readonly units: number;
  /** Units taken. */
  busy = 0;
  readonly #waiting: number[] = [];
  #first = 0;
  #processes: Processes | undefined;

  constructor(units = 1) {
    this.units = units;
  }

  get waiting(): number {
    return this.#waiting.length - this.#first;
  }

  /** Waits until a unit is free, and takes it. */
  seize(): Wait {
    return this;
  }

  /** @throws Error when no unit is taken. */
  release(): void {
    if (this.busy === 0) throw new Error('released a unit that nobody had seized');
    if (this.waiting === 0) {
      this.busy -= 1;
      return;
    }
    const next = this.#waiting[this.#first]!;
    this.#first += 1;
    if (this.#first > 32 && this.#first * 2 > this.#waiting.length) {
      this.#waiting.splice(0, this.#first);
      this.#first = 0;
    }
    // The unit passes on; the process goes on as an event of its own, after whoever released it.
    this.#processes!.resumeAfter(0, next);
  }

  begin(processes: Processes, process: number): void {
    this.#processes = processes;
    if (this.busy < this.units) {
      this.busy += 1;
      processes.resumeAfter(0, process);
    } else {
      this.#waiting.push(process);
    }
  }
}

export class Processes {
  readonly #simulator: Simulator;
  readonly #resume: HandlerId;
  readonly #processes: (Process | undefined)[] = [];
  readonly #free: number[] = [];

  constructor(simulator: Simulator) {
    this.#simulator = simulator;
    this.#resume = simulator.handler((process) => this.#step(process));
  }

  /** Starts a process now, as an event of its own. */
  start(body: () => Process): void {
    const process = this.#free.pop() ?? this.#processes.length;
    this.#processes[process] = body();
    this.resumeAfter(0, process);
  }

  /** For waits: lets a process go on. */
  resumeAfter(delayMs: number, process: number): void {
    this.#simulator.after(delayMs, this.#resume, process);
  }

  #step(process: number): void {
    const { done, value } = this.#processes[process]!.next();
    if (done !== true) {
      value.begin(this, process);
      return;
    }
    this.#processes[process] = undefined;
    this.#free.push(process);
  }
}
