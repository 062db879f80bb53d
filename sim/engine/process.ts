/**
 * Models written as generators: `yield hold(5)` waits, `yield desk.seize()` waits for a turn. They
 * run on the simulator's queue and need no promise, which would resume after the clock has moved.
 */
import { Gate } from './gate.ts';
import { grown } from './grown.ts';
import { Hold } from './hold.ts';
import { Interrupt } from './interrupt.ts';
import type { HandlerId, Simulator } from './simulator.ts';
import type { Wait, Waiter } from './wait.ts';

/**
 * What a process does: `function* () { yield hold(5); }`. A number that is yielded is a time to
 * hold, ms: `yield 5` does the same and makes no object.
 */
export type Steps = Generator<Wait | number, void, void>;

const FIRST_SLEEPERS = 16;
const NOBODY = -1;
/** Of a sleeper that no event will wake. */
const NO_TIMER = -1;

/** Something that an event of its own lets go on. */
export interface Sleeper {
  goOn(): void;
}

/** The processes of a simulator. */
export class Processes {
  readonly #simulator: Simulator;
  readonly #goOn: HandlerId;
  /** Events carry integers: each sleeper has a number while it lives. */
  readonly #sleepers: (Sleeper | undefined)[] = [];
  /** Of the processes that hold, and of no other sleeper: what to resume. */
  readonly #holding: (Steps | undefined)[] = [];
  readonly #free: number[] = [];
  /** The event that will wake each. */
  #timers = new Float64Array(FIRST_SLEEPERS);
  #running = NOBODY;

  constructor(simulator: Simulator) {
    this.#simulator = simulator;
    this.#goOn = simulator.handler((number) => this.#wake(number), 'process goes on');
  }

  /** Starts a process now, as an event of its own. */
  start(body: () => Steps): Process {
    return new Process(this, body());
  }

  /** For waits: gives a sleeper the number by which `wakeAfter` knows it. */
  admit(sleeper: Sleeper): number {
    const number = this.#free.pop() ?? this.#sleepers.length;
    this.#sleepers[number] = sleeper;
    this.#holding[number] = undefined;
    if (number === this.#timers.length) this.#timers = grown(this.#timers, 2 * number);
    this.#timers[number] = NO_TIMER;
    return number;
  }

  dismiss(number: number): void {
    this.#sleepers[number] = undefined;
    this.#holding[number] = undefined;
    this.#free.push(number);
  }

  /** Lets a sleeper go on after a delay. */
  wakeAfter(delayMs: number, number: number): void {
    this.#timers[number] = this.#simulator.timer(delayMs, this.#goOn, number);
  }

  /** Undoes `wakeAfter`. */
  letSleep(number: number): void {
    const timer = this.#timers[number]!;
    if (timer !== NO_TIMER) this.#simulator.cancel(timer);
  }

  /** For processes: this one holds, or it does no longer. */
  setHolding(number: number, steps: Steps | undefined): void {
    this.#holding[number] = steps;
  }

  /** For processes: whose step is being taken. */
  setRunning(number: number): void {
    this.#running = number;
  }

  isRunning(number: number): boolean {
    return this.#running === number;
  }

  /**
   * A process that holds again after each hold is resumed from here: what it is beside its steps
   * stays out of the cache.
   */
  #wake(number: number): void {
    const steps = this.#holding[number];
    if (steps === undefined) {
      this.#sleepers[number]!.goOn();
      return;
    }
    this.#running = number;
    let result: IteratorResult<Wait | number, void>;
    try {
      result = steps.next();
    } catch (cause) {
      (this.#sleepers[number] as Process).failed(cause);
      return;
    }
    this.#running = NOBODY;
    if (typeof result.value === 'number') this.wakeAfter(result.value, number);
    else (this.#sleepers[number] as Process).goOnFrom(result);
  }
}

/** One run of a generator. */
export class Process implements Waiter, Sleeper {
  readonly processes: Processes;
  readonly #steps: Steps;
  readonly #number: number;
  /** Undefined while the process runs or holds, before its first step and after its last. */
  #waitsFor: Wait | undefined;
  #interrupt: Interrupt | undefined;
  /** Opens at the end; made when somebody waits for it. */
  #exit: Gate | undefined;
  hasEnded = false;

  /** See `Processes.start`. */
  constructor(processes: Processes, steps: Steps) {
    this.processes = processes;
    this.#steps = steps;
    this.#number = processes.admit(this);
    processes.setHolding(this.#number, steps);
    processes.wakeAfter(0, this.#number);
  }

  get process(): Process {
    return this;
  }

  /** Waits until the process has ended. */
  ended(): Wait {
    this.#exit ??= new Gate(this.hasEnded);
    return this.#exit.pass();
  }

  /**
   * Throws an `Interrupt` inside the process at its yield, as an event of its own; what it waited
   * for is withdrawn at once.
   *
   * @returns whether it will be heard: not by a process that has ended or is being interrupted.
   * @throws Error for the process that is running: nobody interrupts himself.
   */
  interrupt(reason?: unknown): boolean {
    if (this.processes.isRunning(this.#number))
      throw new Error('a process cannot interrupt itself');
    if (this.hasEnded || this.#interrupt !== undefined) return false;
    this.processes.letSleep(this.#number);
    this.processes.setHolding(this.#number, undefined);
    this.#interrupt = new Interrupt(reason);
    const wait = this.#waitsFor;
    this.#waitsFor = undefined;
    wait?.withdraw();
    this.processes.wakeAfter(0, this.#number);
    return true;
  }

  /** For waits: the process goes on as an event of its own, after whoever wakes it. */
  wake(wait: Wait): void {
    if (wait === this.#waitsFor) this.processes.wakeAfter(0, this.#number);
  }

  /** For its event: runs to the next wait that is not over as it begins. */
  goOn(): void {
    this.#waitsFor = undefined;
    this.processes.setRunning(this.#number);
    let result: IteratorResult<Wait | number, void>;
    try {
      result = this.#resume();
    } catch (cause) {
      this.failed(cause);
      return;
    }
    this.goOnFrom(result);
  }

  /** For `Processes`: goes on from what the steps yielded last. */
  goOnFrom(first: IteratorResult<Wait | number, void>): void {
    this.processes.setRunning(this.#number);
    try {
      let { done, value } = first;
      while (done !== true && this.#begin(value as Wait | number)) {
        ({ done, value } = this.#steps.next());
      }
      if (done === true) this.#end();
    } catch (cause) {
      this.failed(cause);
    } finally {
      this.processes.setRunning(NOBODY);
    }
  }

  /** For `Processes`: something was thrown out of the steps. @throws it, unless it is an interrupt. */
  failed(cause: unknown): void {
    this.processes.setRunning(NOBODY);
    this.#end();
    if (!(cause instanceof Interrupt)) throw cause;
  }

  /** @returns whether the wait is over already. */
  #begin(wait: Wait | number): boolean {
    // By far the most frequent wait uses the event that a process has anyway.
    if (typeof wait === 'number' || wait instanceof Hold) {
      this.processes.wakeAfter(typeof wait === 'number' ? wait : wait.delayMs, this.#number);
      this.processes.setHolding(this.#number, this.#steps);
      return false;
    }
    if (wait.begin(this)) return true;
    this.#waitsFor = wait;
    this.processes.setHolding(this.#number, undefined);
    return false;
  }

  #resume(): IteratorResult<Wait | number, void> {
    const interrupt = this.#interrupt;
    if (interrupt === undefined) return this.#steps.next();
    this.#interrupt = undefined;
    return this.#steps.throw(interrupt);
  }

  #end(): void {
    this.hasEnded = true;
    this.processes.dismiss(this.#number);
    this.#exit?.open();
  }
}
