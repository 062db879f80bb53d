/**
 * The kernel of a run in real time: the simulator's clock follows the machine's. What is late happens late, and
 * still counts from the time at which it was meant to happen.
 */
import type { Simulator } from '../engine/simulator.ts';
import { Kernel } from '../protocol/virtual/kernel.ts';
import { real } from '../protocol/virtual/real.ts';

/**
 * What is due so soon happens now, ms: timers of Node are a millisecond coarse, and so come neither early nor late
 * on average. Waiting by turns of the loop would be exact, and would take the processor from the servers.
 */
const LEAD_MS = 0.5;
/** What comes from outside may need something soon: nobody sleeps longer than this, ms. */
const NAP_MS = 2;

export class LiveKernel extends Kernel {
  /** Real time at which virtual time was 0, ms. */
  #zeroMs = performance.now();
  #untilMs = 0;
  #isRunning = false;
  #isInside = false;
  #isOver = false;
  /** The longest that an event happened after its time, ms. */
  latestMs = 0;

  constructor(simulator: Simulator) {
    super(simulator);
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
    const dueMs = Math.min(performance.now() - this.#zeroMs, this.#untilMs);
    try {
      this.latestMs = Math.max(this.latestMs, dueMs - simulator.nextMs);
      simulator.run(dueMs);
    } finally {
      this.#isInside = false;
    }
  }

  /** Lets the scenario happen until a time of it, in real time. */
  override run(untilMs: number, onBurst?: (realMs: number) => void): Promise<void> {
    this.#zeroMs = performance.now() - this.simulator.nowMs;
    this.#untilMs = untilMs;
    this.#isRunning = true;
    return new Promise((resolve, reject) => {
      const turn = () => {
        try {
          this.#step();
          onBurst?.(Date.now());
          if (!this.#isOver && this.nowMs < untilMs) {
            this.#sleep(turn);
            return;
          }
          this.#isRunning = false;
          resolve();
        } catch (error) {
          this.#isRunning = false;
          reject(error);
        }
      };
      turn();
    });
  }

  /** Event after event, with all that each sets off, so that this has the time of its event. */
  #step(): void {
    const { simulator } = this;
    const dueMs = Math.min(performance.now() + LEAD_MS - this.#zeroMs, this.#untilMs);
    this.latestMs = Math.max(this.latestMs, dueMs - simulator.nextMs);
    this.#isInside = true;
    try {
      while (!simulator.run(dueMs, 1)) real.drain?.();
    } finally {
      this.#isInside = false;
    }
  }

  #sleep(turn: () => void): void {
    const next = Math.min(this.simulator.nextMs, this.#untilMs) + this.#zeroMs;
    setTimeout(turn, Math.min(Math.round(next - performance.now()), NAP_MS));
  }
}
