/**
 * Jobs in order of a rank, lowest first; equal ranks first come first served. A heap over typed
 * arrays: O(log n), and O(1) to add a job that ranks behind all others.
 */
import { grown } from './grown.ts';

const FIRST_JOBS = 16;

export class RankedJobs {
  length = 0;
  #rank = new Float64Array(FIRST_JOBS);
  #order = new Float64Array(FIRST_JOBS);
  #value = new Float64Array(FIRST_JOBS);
  #job = new Int32Array(FIRST_JOBS);
  #added = 0;

  /** Of the first job, as the three that follow; there must be one. */
  get firstJob(): number {
    return this.#job[0]!;
  }

  get firstRank(): number {
    return this.#rank[0]!;
  }

  get firstValue(): number {
    return this.#value[0]!;
  }

  /** @param value kept with the job. */
  add(job: number, rank: number, value = 0): void {
    if (this.length === this.#job.length) this.#enlarge();
    let place = this.length;
    this.length += 1;
    this.#rank[place] = rank;
    this.#order[place] = this.#added;
    this.#value[place] = value;
    this.#job[place] = job;
    this.#added += 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.#isBefore(place, parent)) return;
      this.#swap(place, parent);
      place = parent;
    }
  }

  dropFirst(): void {
    this.length -= 1;
    this.#swap(0, this.length);
    let place = 0;
    for (;;) {
      const left = 2 * place + 1;
      if (left >= this.length) return;
      const right = left + 1;
      const child = right < this.length && this.#isBefore(right, left) ? right : left;
      if (!this.#isBefore(child, place)) return;
      this.#swap(place, child);
      place = child;
    }
  }

  /** Forgets all jobs. @returns them, in no order that means anything. */
  clear(): number[] {
    const jobs = Array.from(this.#job.subarray(0, this.length));
    this.length = 0;
    return jobs;
  }

  #isBefore(one: number, other: number): boolean {
    const difference = this.#rank[one]! - this.#rank[other]!;
    return difference < 0 || (difference === 0 && this.#order[one]! < this.#order[other]!);
  }

  #enlarge(): void {
    this.#rank = grown(this.#rank, 2 * this.length);
    this.#order = grown(this.#order, 2 * this.length);
    this.#value = grown(this.#value, 2 * this.length);
    this.#job = grown(this.#job, 2 * this.length);
  }

  #swap(one: number, other: number): void {
    swap(this.#rank, one, other);
    swap(this.#order, one, other);
    swap(this.#value, one, other);
    swap(this.#job, one, other);
  }
}

function swap(array: Float64Array | Int32Array, one: number, other: number): void {
  const kept = array[one]!;
  array[one] = array[other]!;
  array[other] = kept;
}
