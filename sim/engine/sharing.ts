/**
 * Processor sharing: all jobs of a resource are served at once, each at an equal part of its speed.
 *
 * Virtual time counts the service that each job present has had so far. A job leaves when it has
 * had what it needs, so that jobs leave in the order of `virtual time at arrival + need`: one heap
 * and O(log n) for a job, however many share. Source: Kleinrock, Queueing Systems II, 1976, §4.4.
 */
import { RankedJobs } from './ranked-jobs.ts';
import type { Simulator, TimerId } from './simulator.ts';

const NO_TIMER = -1;

/** Schedules `leave` of a sharing, for owners of many sharings; else it has a handler of its own. */
export type LeaveAfter = (delayMs: number) => TimerId;

export class Sharing {
  readonly #simulator: Simulator;
  /** How fast one job is served when `jobs` share: need a millisecond. */
  readonly #speed: (jobs: number) => number;
  readonly #done: (job: number) => void;
  readonly #leaveAfter: LeaveAfter;
  #timer: TimerId = NO_TIMER;
  /** Ranked by the virtual time at which they leave. */
  readonly #jobs = new RankedJobs();
  #virtual = 0;
  #asOfMs = 0;

  constructor(
    simulator: Simulator,
    speed: (jobs: number) => number,
    done: (job: number) => void,
    leaveAfter?: LeaveAfter,
  ) {
    this.#simulator = simulator;
    this.#speed = speed;
    this.#done = done;
    this.#leaveAfter = leaveAfter ?? this.#ownHandler();
  }

  /** Jobs being served. */
  get jobs(): number {
    return this.#jobs.length;
  }

  /** @param need 0 or more; a job that needs nothing is done at once. */
  submit(job: number, need: number): void {
    if (need === 0) {
      this.#done(job);
      return;
    }
    this.#advance();
    this.#jobs.add(job, this.#virtual + need);
    this.#plan();
  }

  /** What the speed depends on is about to change, and has changed when `change` returns. */
  changeSpeed(change: () => void): void {
    this.#advance();
    change();
    this.#plan();
  }

  /** Forgets all jobs. @param dropped told of each. */
  clear(dropped: (job: number) => void): void {
    const jobs = this.#jobs.clear();
    this.#plan();
    for (const job of jobs) dropped(job);
  }

  /** For its event: the first job has had what it needs. */
  leave(): void {
    this.#timer = NO_TIMER;
    this.#advance();
    // Rounding to the time grid may leave virtual time a hair short.
    this.#virtual = Math.max(this.#virtual, this.#jobs.firstRank);
    const job = this.#jobs.firstJob;
    this.#jobs.dropFirst();
    this.#plan();
    this.#done(job);
  }

  #ownHandler(): LeaveAfter {
    const leave = this.#simulator.handler(() => this.leave(), 'shared job done');
    return (delayMs) => this.#simulator.timer(delayMs, leave);
  }

  #advance(): void {
    const { nowMs } = this.#simulator;
    if (this.jobs > 0) this.#virtual += (nowMs - this.#asOfMs) * this.#speed(this.jobs);
    // Idle: virtual time may start anew, which keeps its numbers small and exact.
    else this.#virtual = 0;
    this.#asOfMs = nowMs;
  }

  #plan(): void {
    if (this.#timer !== NO_TIMER) this.#simulator.cancel(this.#timer);
    this.#timer = NO_TIMER;
    if (this.jobs === 0) return;
    const speed = this.#speed(this.jobs);
    // Without speed nobody leaves until it changes.
    if (speed === 0) return;
    const remaining = Math.max(0, this.#jobs.firstRank - this.#virtual);
    this.#timer = this.#leaveAfter(remaining / speed);
  }
}
