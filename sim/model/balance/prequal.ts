import type { Random } from '../../engine/random.ts';
import { count, duration, ratio } from '../../part/units.ts';
import type { Backends } from './backends.ts';
import { type Answered, type Balancer, balancer, NO_BACKEND, type Request } from './balancer.ts';
import { Latencies } from './latencies.ts';

interface Settings {
  readonly pool: number;
  readonly probes: number;
  readonly hotAbove: number;
  readonly maxAge: number;
}

/** What a backend answered to a probe. */
interface Probe {
  readonly backend: number;
  /** Requests there (RIF), and how long one more would take, ms. */
  atWork: number;
  readonly tookMs: number;
  readonly atMs: number;
}

/** Over which measurements of latency are averaged, ms; an assumption. */
const LATENCY_DECAY_MS = 1000;

/**
 * Asks a few backends at random after each request, and chooses for the next request among what is
 * known: of those that are not hot the quickest, and if all are hot the one with the least to do.
 */
class Prequal implements Balancer {
  readonly #settings: Settings;
  /**
   * Latency for each request that is there. A server of the paper answers with the median of what
   * requests took that met about as many; this times what is there now comes near to it.
   */
  readonly #perRequest = new Latencies(LATENCY_DECAY_MS);
  #pool: Probe[] = [];
  #takesOldest = false;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  pick(backends: Backends, { nowMs }: Request, random: Random): number {
    const { maxAge } = this.#settings;
    this.#pool = this.#pool.filter(
      ({ backend, atMs }) => backends.up[backend] === 1 && nowMs - atMs <= maxAge,
    );
    const chosen = this.#pool.length < 2 ? backends.randomUp(random) : this.#takeBest();
    if (chosen === NO_BACKEND) return NO_BACKEND;
    // §4 of the paper: what goes there now is counted in what is known of it.
    for (const probe of this.#pool) if (probe.backend === chosen) probe.atWork += 1;
    this.#dropOne();
    this.#probe(backends, nowMs, random);
    return chosen;
  }

  answered(backend: number, tookMs: number, _isFailed: boolean, at: Answered): void {
    this.#perRequest.add(backend, tookMs / (at.inFlight + 1), at.nowMs);
  }

  #takeBest(): number {
    const limit = this.#hotFrom();
    let best = 0;
    for (let at = 1; at < this.#pool.length; at += 1) {
      if (isBetter(this.#pool[at]!, this.#pool[best]!, limit)) best = at;
    }
    return this.#pool.splice(best, 1)[0]!.backend;
  }

  /** Requests at a backend from which on it is hot: a quantile of what probes have found. */
  #hotFrom(): number {
    const loads = this.#pool.map(({ atWork }) => atWork).sort((one, other) => one - other);
    return loads[Math.floor(this.#settings.hotAbove * (loads.length - 1))]! + 1;
  }

  /** Takes turns in forgetting the oldest and the worst, so that the pool is neither. */
  #dropOne(): void {
    if (this.#pool.length <= this.#settings.pool - this.#settings.probes) return;
    let out = 0;
    if (!this.#takesOldest) {
      const limit = this.#hotFrom();
      for (let at = 1; at < this.#pool.length; at += 1) {
        if (isBetter(this.#pool[out]!, this.#pool[at]!, limit)) out = at;
      }
    }
    this.#takesOldest = !this.#takesOldest;
    this.#pool.splice(out, 1);
  }

  #probe(backends: Backends, nowMs: number, random: Random): void {
    const { probes, pool } = this.#settings;
    for (let sent = 0; sent < probes; sent += 1) {
      const backend = backends.randomUp(random);
      const atWork = backends.atWork(backend);
      const tookMs = this.#perRequest.of(backend) * (atWork + 1);
      this.#pool.push({ backend, atWork, tookMs, atMs: nowMs });
    }
    if (this.#pool.length > pool) this.#pool.splice(0, this.#pool.length - pool);
  }
}

/** The hot-cold rule: cold before hot, then less latency; among hot ones fewer requests. */
function isBetter(one: Probe, other: Probe, hotFrom: number): boolean {
  const [isHot, isOtherHot] = [one.atWork >= hotFrom, other.atWork >= hotFrom];
  if (isHot !== isOtherHot) return isOtherHot;
  if (isHot) return one.atWork < other.atWork;
  return one.tookMs < other.tookMs || (one.tookMs === other.tookMs && one.atWork < other.atWork);
}

export const prequal = balancer({
  name: 'prequal',
  summary:
    'probes a few backends ahead; takes the quickest of those that are not among the busiest',
  source:
    'Wydrowski et al., Load is not what you should balance, NSDI 2024; probes answer at once here',
  params: {
    pool: count({ min: 2, max: 1000 }).prefault(16).describe('probes kept; 16 as in the paper'),
    probes: count({ min: 1, max: 100 }).prefault(3).describe('sent a request; 3 as in the paper'),
    'hot-above': ratio()
      .prefault('84%')
      .describe('part of the probes below which a backend is cold; 0.84 as in the paper'),
    'max-age': duration({ above: 0 }).prefault('1s').describe('of a probe; 1 s as in the paper'),
  },
  make: (params) =>
    new Prequal({
      pool: params.pool,
      probes: params.probes,
      hotAbove: params['hot-above'],
      maxAge: params['max-age'],
    }),
});
