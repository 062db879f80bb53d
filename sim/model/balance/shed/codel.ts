import { type JobLine, NO_JOB } from '../../../engine/discipline.ts';
import { count, duration } from '../../../part/units.ts';
import { shedder } from './shedder.ts';
import { TimedJobs } from './timed-jobs.ts';

/** Waits longer than this many targets are too long while the queue stands. */
const SLOUGH = 2;

/**
 * A queue that has not been short for an interval is a standing one: then who has waited too long is sent
 * away in place of being served late.
 */
class CodelLine implements JobLine {
  readonly #targetMs: number;
  readonly #intervalMs: number;
  readonly #nowMs: () => number;
  readonly #jobs = new TimedJobs();
  #leastMs = 0;
  #endsMs = 0;
  #isNew = true;
  #isStanding = false;

  constructor(targetMs: number, intervalMs: number, nowMs: () => number) {
    this.#targetMs = targetMs;
    this.#intervalMs = intervalMs;
    this.#nowMs = nowMs;
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
    // Nobody waits: the shortest wait of this interval is none.
    if (this.#jobs.length === 0) this.#leastMs = 0;
    this.#jobs.add(job, serviceMs, this.#nowMs());
  }

  dropFirst(): void {
    this.#jobs.dropOldest();
  }

  takeStale(): number {
    if (this.#jobs.length === 0) return NO_JOB;
    if (!this.#isOverdue(this.#nowMs() - this.#jobs.cameMs(0))) return NO_JOB;
    const job = this.#jobs.job(0);
    this.#jobs.dropOldest();
    return job;
  }

  clear(): number[] {
    return this.#jobs.clear();
  }

  #isOverdue(waitedMs: number): boolean {
    const now = this.#nowMs();
    if (now > this.#endsMs) {
      this.#isStanding = this.#leastMs > this.#targetMs;
      this.#endsMs = now + this.#intervalMs;
      this.#isNew = true;
    }
    if (this.#isNew) {
      // More than one has to come in an interval before any is sent away.
      this.#isNew = false;
      this.#leastMs = waitedMs;
      return false;
    }
    this.#leastMs = Math.min(this.#leastMs, waitedMs);
    return this.#isStanding && waitedMs > SLOUGH * this.#targetMs;
  }
}

const times = {
  target: duration({ above: 0 }).prefault('5ms').describe('a queue may be this long'),
  interval: duration({ above: 0 }).prefault('100ms').describe('and longer only for so long'),
};

export const codel = shedder({
  name: 'codel',
  summary: 'sends away who has waited too long, once the queue has not been short for an interval',
  source:
    'Nichols & Jacobson, ACM Queue 10(5), 2012, for requests as folly::Codel does it; Maurer, Fail at Scale, ACM Queue 13(8), 2015',
  params: times,
  make: ({ target, interval }) => ({
    line: ({ nowMs }) => new CodelLine(target, interval, nowMs),
  }),
});

/** The newest first while a queue stands: they are the ones whose askers still wait. */
class AdaptiveLifoLine implements JobLine {
  readonly #from: number;
  readonly #patienceMs: number;
  readonly #nowMs: () => number;
  readonly #jobs = new TimedJobs();

  constructor(from: number, patienceMs: number, nowMs: () => number) {
    this.#from = from;
    this.#patienceMs = patienceMs;
    this.#nowMs = nowMs;
  }

  get length(): number {
    return this.#jobs.length;
  }

  get firstJob(): number {
    return this.#jobs.job(this.#next);
  }

  get firstServiceMs(): number {
    return this.#jobs.serviceMs(this.#next);
  }

  add(job: number, serviceMs: number): void {
    this.#jobs.add(job, serviceMs, this.#nowMs());
  }

  dropFirst(): void {
    if (this.#next === 0) this.#jobs.dropOldest();
    else this.#jobs.dropNewest();
  }

  takeStale(): number {
    const jobs = this.#jobs;
    if (jobs.length < this.#from) return NO_JOB;
    if (this.#nowMs() - jobs.cameMs(0) <= this.#patienceMs) return NO_JOB;
    const job = jobs.job(0);
    jobs.dropOldest();
    return job;
  }

  clear(): number[] {
    return this.#jobs.clear();
  }

  get #next(): number {
    const { length } = this.#jobs;
    return length >= this.#from ? length - 1 : 0;
  }
}

export const adaptiveLifo = shedder({
  name: 'adaptive-lifo',
  summary: 'serves the newest first once a queue forms, and sends away who has waited too long',
  source: 'Maurer, Fail at Scale, ACM Queue 13(8), 2015',
  params: {
    from: count({ min: 1 }).prefault(10).describe('length of a queue; 10 is an assumption'),
    patience: duration({ above: 0 })
      .prefault('100ms')
      .describe('wait after which the oldest are sent away; 100 ms as in the source'),
  },
  main: 'from',
  make: ({ from, patience }) => ({
    line: ({ nowMs }) => new AdaptiveLifoLine(from, patience, nowMs),
  }),
});
