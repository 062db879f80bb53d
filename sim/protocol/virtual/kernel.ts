/**
 * Lets real libraries live in virtual time. Time goes on by one event only when nothing that the last
 * one set off is still under way: no next tick, no microtask, no immediate, no work of the system.
 */
import type { HandlerId, Simulator, TimerId } from '../../engine/simulator.ts';
import { real } from './real.ts';

export type Action = () => void;
/** An action that will happen, as a number. */
export type Pending = number;

/** How everything that an event set off is waited for. */
export type Draining =
  /** In place, between two events of one turn of the real loop. */
  | 'ticks'
  /** By whole turns of the real loop after each event: slower, and the same. */
  | 'turns';

/** Resources that a process has open while nothing is under way. */
const IDLE = new Set([
  'Timeout',
  'TTYWrap',
  'PipeWrap',
  'MessagePort',
  'FSReqPromise',
  'CloseReq',
  'Worker',
]);
/** Real turns after an event by `turns`: next ticks, then what these set off, then what native code does. */
const TURNS = 3;
/** Events between two looks at messages of other threads. */
const BURST = 20_000;

export class Kernel {
  readonly simulator: Simulator;
  readonly #draining: Draining;
  readonly #happen: HandlerId;
  readonly #end: HandlerId;
  readonly #actions: (Action | undefined)[] = [];
  readonly #timers: TimerId[] = [];
  readonly #free: number[] = [];
  /** `setImmediate` of the libraries: first come, first served. */
  #immediates: (Action | undefined)[] = [];
  /** How many of them have happened. */
  #happened = 0;
  /** Work that other threads do for a library and that nobody else counts. */
  #native = 0;
  /** Real work, such as loading a module, during which no time passes. */
  #frozen = 0;
  #isStopped = false;
  #turnsLeft = 0;
  /** Turns of the real loop that were spent on waiting. */
  realTurns = 0;

  constructor(simulator: Simulator, draining: Draining = 'ticks') {
    this.simulator = simulator;
    this.#draining = real.drain === undefined ? 'turns' : draining;
    this.#happen = simulator.handler((slot) => this.#act(slot), 'protocol');
    this.#end = simulator.handler(() => {}, 'end');
  }

  /** Virtual time, ms. */
  get nowMs(): number {
    return this.simulator.nowMs;
  }

  /** @returns what `cancel` takes, until the action happens. */
  after(delayMs: number, action: Action): Pending {
    const slot = this.#free.pop() ?? this.#actions.length;
    this.#actions[slot] = action;
    this.#timers[slot] = this.simulator.timer(delayMs, this.#happen, slot);
    return slot;
  }

  /** @param pending of an action that has not happened: its number is given anew afterwards. */
  cancel(pending: Pending): void {
    this.simulator.cancel(this.#timers[pending]!);
    this.#actions[pending] = undefined;
    this.#free.push(pending);
  }

  immediate(action: Action): () => void {
    const { length } = this.#immediates;
    const all = this.#immediates;
    all.push(action);
    return () => {
      if (all[length] === action) all[length] = undefined;
    };
  }

  /** Work in another thread begins, and until `nativeEnds` no time passes. */
  nativeBegins(): void {
    this.#native += 1;
  }

  nativeEnds(): void {
    this.#native -= 1;
  }

  /** Real work takes no virtual time. */
  async frozen<Answer>(work: Promise<Answer>): Promise<Answer> {
    this.#frozen += 1;
    try {
      return await work;
    } finally {
      this.#frozen -= 1;
    }
  }

  /** Ends `run` after the event that happens now, whatever of it is still under way. */
  stop(): void {
    this.#isStopped = true;
  }

  /**
   * Lets everything happen until a time, that time included.
   *
   * @param onBurst called now and then, with the real time, ms.
   */
  run(untilMs: number, onBurst?: (realMs: number) => void): Promise<void> {
    this.#isStopped = false;
    // The last event may set something off: time must not be over when its next ticks come.
    if (untilMs < Number.POSITIVE_INFINITY) this.simulator.at(untilMs, this.#end);
    return new Promise((resolve, reject) => {
      const turn = () => {
        try {
          if (this.#turn(untilMs)) {
            resolve();
            return;
          }
        } catch (error) {
          giveUp(error, reject);
          return;
        }
        onBurst?.(real.Date.now());
        real.setImmediate(turn);
      };
      real.setImmediate(turn);
    });
  }

  /** @returns whether the end is reached. */
  #turn(untilMs: number): boolean {
    for (let left = BURST; left > 0; left -= 1) {
      if (this.#isStopped) return true;
      if (this.#turnsLeft > 0) {
        this.#turnsLeft -= 1;
        return false;
      }
      if (!this.#settle()) return false;
      if (this.#frozen > 0 || this.#native > 0 || !isQuiet()) {
        this.realTurns += 1;
        return false;
      }
      if (this.simulator.run(untilMs, 1)) return true;
      if (this.#draining === 'turns') this.#turnsLeft = TURNS;
    }
    return false;
  }

  /**
   * Everything that can happen without time passing. What native code has put off, such as frames of HTTP/2, goes before the
   * next immediate, as in Node's own loop: else what a session writes would depend on how it is waited for.
   *
   * @returns false when a turn of the real loop is needed first.
   */
  #settle(): boolean {
    const drain = this.#draining === 'ticks' ? real.drain! : undefined;
    drain?.();
    while (this.#happened < this.#immediates.length) {
      if (!isQuiet()) {
        this.realTurns += 1;
        return false;
      }
      const action = this.#immediates[this.#happened];
      this.#happened += 1;
      action?.();
      if (drain === undefined) {
        this.#turnsLeft = TURNS;
        return false;
      }
      drain();
    }
    if (this.#happened > 0) {
      this.#immediates = [];
      this.#happened = 0;
    }
    return true;
  }

  #act(slot: number): void {
    const action = this.#actions[slot]!;
    this.#actions[slot] = undefined;
    this.#free.push(slot);
    action();
  }
}

/**
 * A next tick that throws through `real.drain` leaves Node's account of callbacks open, and the process ends at the next of them,
 * with a trace of native code instead of the error. Only Node's own way with errors that nobody catches closes the account.
 */
function giveUp(error: unknown, reject: (error: unknown) => void): void {
  if (process.hasUncaughtExceptionCaptureCallback()) {
    reject(error);
    return;
  }
  process.setUncaughtExceptionCaptureCallback((uncaught) => {
    process.setUncaughtExceptionCaptureCallback(null);
    reject(uncaught);
  });
  throw error;
}

function isQuiet(): boolean {
  const active = real.activeResources();
  for (const resource of active) if (!IDLE.has(resource)) return false;
  return true;
}
