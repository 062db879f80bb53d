/** Jobs with the times at which they came; both ends can be taken. A ring whose length is a power of two. */
import { grown } from '../../../engine/grown.ts';

const FIRST_JOBS = 16;

export class TimedJobs {
  length = 0;
  #job = new Int32Array(FIRST_JOBS);
  #serviceMs = new Float64Array(FIRST_JOBS);
  #cameMs = new Float64Array(FIRST_JOBS);
  #first = 0;

  /** @param place 0 for the oldest. */
  job(place: number): number {
    return this.#job[this.#at(place)]!;
  }

  serviceMs(place: number): number {
    return this.#serviceMs[this.#at(place)]!;
  }

  cameMs(place: number): number {
    return this.#cameMs[this.#at(place)]!;
  }

  add(job: number, serviceMs: number, nowMs: number): void {
    if (this.length === this.#job.length) this.#enlarge();
    const at = this.#at(this.length);
    this.#job[at] = job;
    this.#serviceMs[at] = serviceMs;
    this.#cameMs[at] = nowMs;
    this.length += 1;
  }

  dropOldest(): void {
    this.#first = this.#at(1);
    this.length -= 1;
  }

  dropNewest(): void {
    this.length -= 1;
  }

  clear(): number[] {
    const jobs = Array.from({ length: this.length }, (_, place) => this.job(place));
    this.length = 0;
    return jobs;
  }

  #at(place: number): number {
    return (this.#first + place) & (this.#job.length - 1);
  }

  #enlarge(): void {
    const length = this.#job.length;
    this.#job = grown(this.#job, 2 * length);
    this.#serviceMs = grown(this.#serviceMs, 2 * length);
    this.#cameMs = grown(this.#cameMs, 2 * length);
    this.#job.copyWithin(length, 0, this.#first);
    this.#serviceMs.copyWithin(length, 0, this.#first);
    this.#cameMs.copyWithin(length, 0, this.#first);
  }
}
