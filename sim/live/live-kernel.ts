/**
 * The kernel of a run in real time: the simulator's clock follows the machine's. What is late happens late, and
 * still counts from the time at which it was meant to happen.
 */
import { clearImmediate, clearTimeout, setImmediate, setTimeout } from 'node:timers';
import type { Simulator } from '../engine/simulator.ts';
import { toGrid } from '../engine/time.ts';
import { Kernel } from '../protocol/virtual/kernel.ts';
import { real } from '../protocol/virtual/real.ts';
import { Histogram } from '../stats/histogram.ts';
import { Alarm, clockMs } from './alarm.ts';

/** What is due so soon happens now, ms: it takes about as long to wake up. */
const LEAD_MS = 0.05;
/** What is due sooner than it takes to wake up is waited for by turns of the loop, ms. */
const SOON_MS = 0.25;
/** What comes from outside may need something soon that nobody tells: nobody sleeps longer than this, ms. */
const NAP_MS = 2;

export class LiveKernel extends Kernel {
  /** Real time at which virtual time was 0, ms. */
  #zeroMs = clockMs();
  #untilMs = 0;
  #isRunning = false;
  #isInside = false;
  #isOver = false;
  #alarm: Alarm | undefined;
  /** For when it rings, by the machine's clock. */
  #setMs = 0;
  #nap: NodeJS.Timeout | undefined;
  #soon: NodeJS.Immediate | undefined;
  #isLooking = false;
  #turn = () => {};
  readonly #fromMs: number;
  /** How long after its time what is counted has happened, ms. */
  readonly lateness = new Histogram();

  /** @param fromMs virtual time from which lateness counts: the end of the warm-up. */
  constructor(simulator: Simulator, fromMs = 0) {
    super(simulator);
    this.#fromMs = fromMs;
  }

  /** Ends `run` soon. */
  override stop(): void {
    this.#isOver = true;
  }

  /**
   * Lets everything happen that is due: called by all that comes from real sockets before it touches anything, and
   * not in the middle of what it does.
   */
  catchUp(): void {
    if (this.#isInside || !this.#isRunning) return;
    this.#isInside = true;
    const { simulator } = this;
    const dueMs = this.#dueMs(0);
    try {
      this.#noteLateness(dueMs);
      simulator.run(dueMs);
    } finally {
      this.#isInside = false;
    }
    this.#lookSoon();
  }

  /** Lets the scenario happen until a time of it, in real time. */
  override run(untilMs: number, onBurst?: (realMs: number) => void): Promise<void> {
    this.#zeroMs = clockMs() - this.simulator.nowMs;
    this.#untilMs = untilMs;
    this.#isRunning = true;
    return new Promise((resolve, reject) => {
      const end = (done: () => void) => {
        this.#isRunning = false;
        clearTimeout(this.#nap);
        this.#alarm!.close();
        done();
      };
      const turn = () => {
        if (!this.#isRunning) return;
        try {
          this.#step();
          onBurst?.(Date.now());
          if (!this.#isOver && this.nowMs < untilMs) this.#sleep(turn);
          else end(resolve);
        } catch (error) {
          end(() => reject(error));
        }
      };
      this.#turn = turn;
      this.#alarm = new Alarm(turn);
      turn();
    });
  }

  /** Event after event, with all that each sets off, so that this has the time of its event. */
  #step(): void {
    const { simulator } = this;
    const dueMs = this.#dueMs(LEAD_MS);
    this.#isInside = true;
    try {
      do {
        // Those before it may have taken long.
        this.#noteLateness(clockMs() - this.#zeroMs);
        real.drain?.();
      } while (!simulator.run(dueMs, 1));
    } finally {
      this.#isInside = false;
    }
  }

  /** Of the next event, if it is due. */
  #noteLateness(nowMs: number): void {
    const { nextMs } = this.simulator;
    if (nextMs >= this.#fromMs && nextMs <= nowMs) this.lateness.record(nowMs - nextMs);
  }

  /**
   * Until when events happen now. All times are on the grid of the engine: what is to happen at a time between two
   * points of it would be asked for again and again at the one before.
   */
  #dueMs(leadMs: number): number {
    return Math.min(toGrid(clockMs() + leadMs - this.#zeroMs), this.#untilMs);
  }

  #sleep(turn: () => void): void {
    clearTimeout(this.#nap);
    // Whoever has called this may not be the one that was to do so next.
    clearImmediate(this.#soon);
    if (this.#nextMs - clockMs() < SOON_MS) {
      this.#soon = setImmediate(turn);
      return;
    }
    this.#nap = setTimeout(turn, NAP_MS);
    this.#set();
  }

  /** Whatever has come may want something sooner than the alarm rings. */
  #lookSoon(): void {
    if (this.#isLooking) return;
    this.#isLooking = true;
    setImmediate(() => {
      this.#isLooking = false;
      if (!this.#isRunning || this.#nextMs >= this.#setMs) return;
      if (this.#nextMs - clockMs() < SOON_MS) this.#turn();
      else this.#set();
    });
  }

  get #nextMs(): number {
    return Math.min(this.simulator.nextMs, this.#untilMs) + this.#zeroMs;
  }

  #set(): void {
    this.#setMs = this.#nextMs;
    this.#alarm!.set(this.#setMs - LEAD_MS);
  }
}
