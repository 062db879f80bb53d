import { count, rate } from '../../../part/units.ts';
import { type Limiter, limiter } from './limiter.ts';

const MS_PER_SECOND = 1000;

/** A bucket that tokens drip into; each call takes one. */
class TokenBucket implements Limiter {
  readonly #perMs: number;
  readonly #burst: number;
  #tokens: number;
  #atMs = 0;

  constructor(perSecond: number, burst: number) {
    this.#perMs = perSecond / MS_PER_SECOND;
    this.#burst = burst;
    this.#tokens = burst;
  }

  admits(_inside: number, nowMs: number): boolean {
    const grown = this.#tokens + (nowMs - this.#atMs) * this.#perMs;
    this.#tokens = Math.min(this.#burst, grown);
    this.#atMs = nowMs;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}

export const tokenBucket = limiter({
  name: 'token-bucket',
  summary: 'lets in a rate, and bursts that have been saved up',
  source:
    'Turner, IEEE Communications Magazine 24(10), 1986; nginx limit_req, Envoy local_ratelimit',
  params: {
    rate: rate({ above: 0 }).describe('calls a second in the long run'),
    burst: count({ min: 1 }).prefault(20).describe('calls at once; 20 is an assumption'),
  },
  main: 'rate',
  make: ({ rate: perSecond, burst }) => new TokenBucket(perSecond, burst),
});

/**
 * The same as a time: when the next call would come if all came at their rate. A call may be earlier by what
 * the burst allows.
 */
class Gcra implements Limiter {
  readonly #gapMs: number;
  readonly #toleranceMs: number;
  #dueMs = 0;

  constructor(perSecond: number, burst: number) {
    this.#gapMs = MS_PER_SECOND / perSecond;
    this.#toleranceMs = (burst - 1) * this.#gapMs;
  }

  admits(_inside: number, nowMs: number): boolean {
    if (nowMs < this.#dueMs - this.#toleranceMs) return false;
    this.#dueMs = Math.max(nowMs, this.#dueMs) + this.#gapMs;
    return true;
  }
}

export const gcra = limiter({
  name: 'gcra',
  summary: 'lets in a rate by a virtual schedule: one number in place of a bucket',
  source: 'ITU-T I.371, 2004, Annex A: generic cell rate algorithm, virtual scheduling',
  params: {
    rate: rate({ above: 0 }).describe('calls a second in the long run'),
    burst: count({ min: 1 }).prefault(20).describe('calls at once; 20 is an assumption'),
  },
  main: 'rate',
  make: ({ rate: perSecond, burst }) => new Gcra(perSecond, burst),
});
