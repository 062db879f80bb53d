/**
 * Who is served next at a station. A discipline makes the line in which jobs wait; the station asks
 * the line and knows nothing else.
 */
import { FifoJobs } from './fifo-jobs.ts';
import { RankedJobs } from './ranked-jobs.ts';

export const NO_JOB = -1;

/** Jobs that wait, in the order in which they will be served. */
export interface JobLine {
  readonly length: number;
  readonly firstJob: number;
  readonly firstServiceMs: number;
  add(job: number, serviceMs: number, priority: number): void;
  dropFirst(): void;
  /** Takes out one that has waited for too long, before somebody is served; `NO_JOB`: none has. */
  takeStale?(): number;
  /** Takes out one that there is no room for, after somebody was added; `NO_JOB`: there is room. */
  takeExcess?(): number;
  /** Forgets all jobs. @returns them. */
  clear(): number[];
}

export type Discipline = () => JobLine;

/** First come, first served. */
export const fifo: Discipline = () => new FifoJobs();

/** Last come, first served; nobody's service is broken off. */
export const lifo: Discipline = () => new RankedLine((_serviceMs, _priority, order) => -order);

/** Lower priorities first; inside a priority, first come first served. Nobody is broken off. */
export const byPriority: Discipline = () => new RankedLine((_serviceMs, priority) => priority);

/** The job that takes least; nobody is broken off. */
export const shortestFirst: Discipline = () => new RankedLine((serviceMs) => serviceMs);

/** Lower is sooner; of equal ranks, who came first. @param order counts arrivals. */
type Rank = (serviceMs: number, priority: number, order: number) => number;

class RankedLine implements JobLine {
  readonly #jobs = new RankedJobs();
  readonly #rank: Rank;
  #arrivals = 0;

  constructor(rank: Rank) {
    this.#rank = rank;
  }

  get length(): number {
    return this.#jobs.length;
  }

  get firstJob(): number {
    return this.#jobs.firstJob;
  }

  get firstServiceMs(): number {
    return this.#jobs.firstValue;
  }

  add(job: number, serviceMs: number, priority: number): void {
    this.#jobs.add(job, this.#rank(serviceMs, priority, this.#arrivals), serviceMs);
    this.#arrivals += 1;
  }

  dropFirst(): void {
    this.#jobs.dropFirst();
  }

  clear(): number[] {
    return this.#jobs.clear();
  }
}
