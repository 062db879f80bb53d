/**
 * Processor sharing: all jobs of a resource are served at once, each at an equal part of its speed.
 *
 * Virtual time counts the service that each job present has had so far. A job leaves when it has
 * had what it needs, so that jobs leave in the order of `virtual time at arrival + need`: one heap
 * and O(log n) for a job, however many share. Source: Kleinrock, Queueing Systems II, 1976, §4.4.
 */
import { grown } from './grown.ts';
import type { HandlerId, Simulator, TimerId } from './simulator.ts';

const FIRST_JOBS = 16;
const NO_TIMER = -1;

export class Sharing {
  readonly #simulator: Simulator;
  /** How fast one job is served when `jobs` share: need a millisecond. */
  readonly #speed: (jobs: number) => number;
  readonly #done: (job: number) => void;
  readonly #check: HandlerId;
  #timer: TimerId = NO_TIMER;
  /** Heap by (virtual time at which the job leaves, order of arrival). */
  #leavesAt = new Float64Array(FIRST_JOBS);
  #order = new Float64Array(FIRST_JOBS);
  #job = new Int32Array(FIRST_JOBS);
  #arrivals = 0;
  #virtual = 0;
  #asOfMs = 0;
  /** Jobs being served. */
  jobs = 0;

  constructor(simulator: Simulator, speed: (jobs: number) => number, done: (job: number) => void) {
    this.#simulator = simulator;
    this.#speed = speed;
    this.#done = done;
    this.#check = simulator.handler(() => this.#leave(), 'shared job done');
  }

  /** @param need 0 or more; a job that needs nothing is done at once. */
  submit(job: number, need: number): void {
    if (need === 0) {
      this.#done(job);
      return;
    }
    this.#advance();
    this.#insert(this.#virtual + need, job);
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
    const jobs = Array.from(this.#job.subarray(0, this.jobs));
    this.jobs = 0;
    this.#plan();
    for (const job of jobs) dropped(job);
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
    const remaining = Math.max(0, this.#leavesAt[0]! - this.#virtual);
    const delayMs = remaining / this.#speed(this.jobs);
    this.#timer = this.#simulator.timer(delayMs, this.#check);
  }

  /** The first job has had what it needs, and so have those that tie with it. */
  #leave(): void {
    this.#timer = NO_TIMER;
    this.#advance();
    // Rounding to the time grid may leave virtual time a hair short.
    this.#virtual = Math.max(this.#virtual, this.#leavesAt[0]!);
    const job = this.#takeFirst();
    this.#plan();
    this.#done(job);
  }

  #before(one: number, other: number): boolean {
    const difference = this.#leavesAt[one]! - this.#leavesAt[other]!;
    return difference < 0 || (difference === 0 && this.#order[one]! < this.#order[other]!);
  }

  #insert(leavesAt: number, job: number): void {
    if (this.jobs === this.#job.length) {
      this.#leavesAt = grown(this.#leavesAt, 2 * this.jobs);
      this.#order = grown(this.#order, 2 * this.jobs);
      this.#job = grown(this.#job, 2 * this.jobs);
    }
    let place = this.jobs;
    this.jobs += 1;
    this.#leavesAt[place] = leavesAt;
    this.#order[place] = this.#arrivals;
    this.#job[place] = job;
    this.#arrivals += 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.#before(place, parent)) break;
      this.#swap(place, parent);
      place = parent;
    }
  }

  #takeFirst(): number {
    const first = this.#job[0]!;
    this.jobs -= 1;
    this.#swap(0, this.jobs);
    let place = 0;
    for (;;) {
      const left = 2 * place + 1;
      if (left >= this.jobs) return first;
      const right = left + 1;
      const child = right < this.jobs && this.#before(right, left) ? right : left;
      if (!this.#before(child, place)) return first;
      this.#swap(place, child);
      place = child;
    }
  }

  #swap(one: number, other: number): void {
    const [leavesAt, order, job] = [this.#leavesAt[one]!, this.#order[one]!, this.#job[one]!];
    this.#leavesAt[one] = this.#leavesAt[other]!;
    this.#order[one] = this.#order[other]!;
    this.#job[one] = this.#job[other]!;
    this.#leavesAt[other] = leavesAt;
    this.#order[other] = order;
    this.#job[other] = job;
  }
}
