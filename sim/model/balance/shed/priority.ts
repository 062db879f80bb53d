import { z } from 'zod';
import { type JobLine, NO_JOB } from '../../../engine/discipline.ts';
import { count } from '../../../part/units.ts';
import { shedder } from './shedder.ts';
import { TimedJobs } from './timed-jobs.ts';

/** A line for each importance; the least important are sent away when all together are too many. */
class PriorityLine implements JobLine {
  readonly #most: number;
  readonly #lines: readonly TimedJobs[];
  length = 0;

  constructor(classes: number, most: number) {
    this.#most = most;
    this.#lines = Array.from({ length: classes }, () => new TimedJobs());
  }

  get firstJob(): number {
    return this.#first.job(0);
  }

  get firstServiceMs(): number {
    return this.#first.serviceMs(0);
  }

  add(job: number, serviceMs: number, priority: number): void {
    this.#lines[Math.min(priority, this.#lines.length - 1)]!.add(job, serviceMs, 0);
    this.length += 1;
  }

  dropFirst(): void {
    this.#first.dropOldest();
    this.length -= 1;
  }

  takeExcess(): number {
    if (this.length <= this.#most) return NO_JOB;
    let least = this.#lines.length - 1;
    while (this.#lines[least]!.length === 0) least -= 1;
    const line = this.#lines[least]!;
    const job = line.job(line.length - 1);
    line.dropNewest();
    this.length -= 1;
    return job;
  }

  clear(): number[] {
    this.length = 0;
    return this.#lines.flatMap((line) => line.clear());
  }

  get #first(): TimedJobs {
    let first = 0;
    while (this.#lines[first]!.length === 0) first += 1;
    return this.#lines[first]!;
  }
}

export const priority = shedder({
  name: 'priority',
  summary: 'serves important traffic first, and sends the least important away when it is full',
  source: 'Beyer et al., Site Reliability Engineering, 2016, ch. 21: criticality',
  params: {
    order: z
      .array(z.string())
      .min(1)
      .describe('names of traffic, the most important first; what is not named comes last'),
    most: count().prefault(100).describe('calls that may wait; 100 is an assumption'),
  },
  main: 'order',
  make: ({ order, most }) => ({ order, line: () => new PriorityLine(order.length + 1, most) }),
});
