import { count, duration, number, ratio } from '../../../part/units.ts';
import { type Limiter, limiter } from './limiter.ts';

export const concurrency = limiter({
  name: 'concurrency',
  summary: 'lets in a fixed number of calls at the same time',
  source: 'Envoy 1.31, max_requests; nginx limit_conn',
  params: { most: count({ min: 1 }).describe('calls inside at the most') },
  main: 'most',
  make: ({ most }) => ({ admits: (inside) => inside < most, limit: most }),
});

interface Bounds {
  readonly initial: number;
  readonly min: number;
  readonly max: number;
}

const bounds = {
  initial: count({ min: 1 }).prefault(20).describe('limit at the beginning'),
  min: count({ min: 1 }).prefault(20).describe('never below'),
  max: count({ min: 1 }).prefault(200).describe('never above'),
};

const within = ({ min, max }: Bounds, limit: number) => Math.min(max, Math.max(min, limit));

/** One more after each answer in time while the limit is in use; a part of it after a late one. */
class Aimd implements Limiter {
  readonly #bounds: Bounds;
  readonly #lateMs: number;
  readonly #backoff: number;
  limit: number;

  constructor(limits: Bounds, lateMs: number, backoff: number) {
    this.#bounds = limits;
    this.#lateMs = lateMs;
    this.#backoff = backoff;
    this.limit = within(limits, limits.initial);
  }

  admits(inside: number): boolean {
    return inside < Math.floor(this.limit);
  }

  left(tookMs: number, inside: number): void {
    if (tookMs > this.#lateMs) this.limit = within(this.#bounds, this.limit * this.#backoff);
    else if (inside * 2 >= this.limit) this.limit = within(this.#bounds, this.limit + 1);
  }
}

export const aimd = limiter({
  name: 'aimd',
  summary: 'finds how many calls may be inside: one more while answers are in time, less when late',
  source: 'Netflix concurrency-limits 0.4, AIMDLimit; Chiu & Jain, Computer Networks 17, 1989',
  params: {
    late: duration({ above: 0 }).prefault('5s').describe('an answer after this is late'),
    backoff: ratio({ min: 0.5, max: 0.99 })
      .prefault('90%')
      .describe('what is left after a late one'),
    ...bounds,
  },
  main: 'late',
  make: ({ late, backoff, ...limits }) => new Aimd(limits, late, backoff),
});

interface GradientSettings extends Bounds {
  readonly smoothing: number;
  readonly tolerance: number;
  readonly queue: number;
}

const WINDOW_MS = 1000;
const LEAST_SAMPLES = 10;
/** Windows over which the long mean goes; after the first ten it forgets exponentially. */
const LONG = 600;
const WARM_UP = 10;

/** Compares how long answers take now with how long they have taken: the quotient scales the limit. */
class Gradient implements Limiter {
  readonly #settings: GradientSettings;
  limit: number;
  #longMs = 0;
  #windows = 0;
  #sumMs = 0;
  #samples = 0;
  #most = 0;
  #endMs = 0;

  constructor(settings: GradientSettings) {
    this.#settings = settings;
    this.limit = within(settings, settings.initial);
  }

  admits(inside: number): boolean {
    return inside < Math.floor(this.limit);
  }

  left(tookMs: number, inside: number, nowMs: number): void {
    this.#sumMs += tookMs;
    this.#samples += 1;
    this.#most = Math.max(this.#most, inside);
    if (nowMs < this.#endMs || this.#samples < LEAST_SAMPLES) return;
    this.#update(this.#sumMs / this.#samples);
    this.#sumMs = 0;
    this.#samples = 0;
    this.#most = 0;
    this.#endMs = nowMs + WINDOW_MS;
  }

  #update(shortMs: number): void {
    this.#windows += 1;
    const weight = this.#windows <= WARM_UP ? 1 / this.#windows : 2 / (LONG + 1);
    this.#longMs += (shortMs - this.#longMs) * weight;
    if (shortMs <= 0) return;
    // After a long time of overload the mean comes down quickly.
    if (this.#longMs / shortMs > 2) this.#longMs *= 0.95;
    if (this.#most < this.limit / 2) return;
    const { queue, smoothing, tolerance } = this.#settings;
    const gradient = Math.max(0.5, Math.min(1, (tolerance * this.#longMs) / shortMs));
    const next = this.limit * gradient + queue;
    this.limit = within(this.#settings, this.limit * (1 - smoothing) + next * smoothing);
  }
}

export const gradient = limiter({
  name: 'gradient',
  summary: 'finds how many calls may be inside from how much longer answers take than they did',
  source: 'Netflix concurrency-limits 0.4, Gradient2Limit with WindowedLimit',
  params: {
    tolerance: number({ min: 1 }).prefault(1.5).describe('growth of times that does no harm'),
    smoothing: ratio({ above: 0 })
      .prefault('20%')
      .describe('part of a new limit that is taken over'),
    queue: count().prefault(4).describe('calls that may wait'),
    ...bounds,
  },
  make: (settings) => new Gradient(settings),
});
