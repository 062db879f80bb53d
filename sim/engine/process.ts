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

/** What a process does: `function* () { yield hold(5); }`. */
export type Steps = Generator<Wait, void, void>;

const FIRST_SLEEPERS = 16;
/** Of a sleeper that no event will wake. */
const NO_TIMER = -1;

/** Something that an event of its own lets go on. */
export interface Sleeper {
  goOn(): void;
}

/** The processes of a simulator. */
export class Processes {
  /** The process whose step is being taken. */
  running: Process | undefined;
  readonly #simulator: Simulator;
  readonly #goOn: HandlerId;
  /** Events carry integers: each sleeper has a number while it lives. */
  readonly #sleepers: (Sleeper | undefined)[] = [];
  readonly #free: number[] = [];
  /** The event that will wake each. */
  #timers = new Float64Array(FIRST_SLEEPERS);

  constructor(simulator: Simulator) {
    this.#simulator = simulator;
    this.#goOn = simulator.handler((number) => this.#sleepers[number]!.goOn(), 'process goes on');
  }

  /** Starts a process now, as an event of its own. */
  start(body: () => Steps): Process {
    return new Process(this, body());
  }

  /** For waits: gives a sleeper the number by which `wakeAfter` knows it. */
  admit(sleeper: Sleeper): number {
    const number = this.#free.pop() ?? this.#sleepers.length;
    this.#sleepers[number] = sleeper;
    if (number === this.#timers.length) this.#timers = grown(this.#timers, 2 * number);
    this.#timers[number] = NO_TIMER;
    return number;
  }

  dismiss(number: number): void {
    this.#sleepers[number] = undefined;
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
    if (this.processes.running === this) throw new Error('a process cannot interrupt itself');
    if (this.hasEnded || this.#interrupt !== undefined) return false;
    this.processes.letSleep(this.#number);
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
    const { processes } = this;
    processes.running = this;
    if (this.#waitsFor !== undefined) this.#waitsFor = undefined;
    try {
      let { done, value } = this.#resume();
      while (done !== true && this.#begin(value!)) ({ done, value } = this.#steps.next());
      if (done === true) this.#end();
    } catch (cause) {
      this.#end();
      if (!(cause instanceof Interrupt)) throw cause;
    } finally {
      processes.running = undefined;
    }
  }

  /** @returns whether the wait is over already. */
  #begin(wait: Wait): boolean {
    if (wait instanceof Hold) {
      // By far the most frequent wait uses the event that a process has anyway.
      this.processes.wakeAfter(wait.delayMs, this.#number);
      return false;
    }
    if (wait.begin(this)) return true;
    this.#waitsFor = wait;
    return false;
  }

  #resume(): IteratorResult<Wait, void> {
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
