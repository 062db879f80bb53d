import { type JobLine, NO_JOB } from '../../../engine/discipline.ts';
import { count } from '../../../part/units.ts';
import { shedder } from './shedder.ts';
import { TimedJobs } from './timed-jobs.ts';

/** First come, first served; who finds it full does not get in. */
class ShortLine implements JobLine {
  readonly #most: number;
  readonly #jobs = new TimedJobs();

  constructor(most: number) {
    this.#most = most;
  }

  get length(): number {
    return this.#jobs.length;
  }

  get firstJob(): number {
    return this.#jobs.job(0);
  }

  get firstServiceMs(): number {
    return this.#jobs.serviceMs(0);
  }

  add(job: number, serviceMs: number): void {
    this.#jobs.add(job, serviceMs, 0);
  }

  dropFirst(): void {
    this.#jobs.dropOldest();
  }

  takeExcess(): number {
    if (this.#jobs.length <= this.#most) return NO_JOB;
    const job = this.#jobs.job(this.#jobs.length - 1);
    this.#jobs.dropNewest();
    return job;
  }

  clear(): number[] {
    return this.#jobs.clear();
  }
}

export const queueLimit = shedder({
  name: 'queue-limit',
  summary: 'lets a number of calls wait, and sends the others away',
  source: 'definition; an M/G/c/K station',
  params: { most: count().prefault(100).describe('calls that may wait; 100 is an assumption') },
  main: 'most',
  make: ({ most }) => ({ line: () => new ShortLine(most) }),
});
