/** Jobs in the order in which they came: a ring whose length is a power of two. */
import { grown } from './grown.ts';

const FIRST_JOBS = 16;

export class FifoJobs {
  length = 0;
  #job = new Int32Array(FIRST_JOBS);
  #serviceMs = new Float64Array(FIRST_JOBS);
  #first = 0;

  get firstJob(): number {
    return this.#job[this.#first]!;
  }

  get firstServiceMs(): number {
    return this.#serviceMs[this.#first]!;
  }

  add(job: number, serviceMs: number): void {
    if (this.length === this.#job.length) this.#enlarge();
    const at = this.#at(this.length);
    this.#job[at] = job;
    this.#serviceMs[at] = serviceMs;
    this.length += 1;
  }

  dropFirst(): void {
    this.#first = this.#at(1);
    this.length -= 1;
  }

  clear(): number[] {
    const jobs = Array.from({ length: this.length }, (_, place) => this.#job[this.#at(place)]!);
    this.length = 0;
    return jobs;
  }

  #at(place: number): number {
    return (this.#first + place) & (this.#job.length - 1);
  }

  /** The ring is full: what is before the first job moves behind the others. */
  #enlarge(): void {
    const length = this.#job.length;
    this.#job = grown(this.#job, 2 * length);
    this.#serviceMs = grown(this.#serviceMs, 2 * length);
    this.#job.copyWithin(length, 0, this.#first);
    this.#serviceMs.copyWithin(length, 0, this.#first);
  }
}
