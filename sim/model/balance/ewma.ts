import type { Random } from '../../engine/random.ts';
import { duration } from '../../part/units.ts';
import type { Backends } from './backends.ts';
import { type Answered, type Balancer, balancer, NO_BACKEND, type Request } from './balancer.ts';
import { Latencies } from './latencies.ts';

/** Of two backends at random, the one that is likely to answer first. */
class QuickerOfTwo implements Balancer {
  readonly #latencies: Latencies;
  readonly #seesPeaks: boolean;

  constructor(decayMs: number, seesPeaks: boolean) {
    this.#latencies = new Latencies(decayMs);
    this.#seesPeaks = seesPeaks;
  }

  pick(backends: Backends, _request: Request, random: Random): number {
    const one = backends.randomUp(random);
    if (one === NO_BACKEND) return NO_BACKEND;
    const other = backends.randomUp(random);
    return this.#cost(backends, other) < this.#cost(backends, one) ? other : one;
  }

  answered(backend: number, tookMs: number, _isFailed: boolean, { nowMs }: Answered): void {
    this.#latencies.add(backend, tookMs, nowMs, this.#seesPeaks);
  }

  #cost({ inFlight }: Backends, backend: number): number {
    return this.#latencies.of(backend) * (inFlight[backend]! + 1);
  }
}

const decay = duration({ above: 0 })
  .prefault('10s')
  .describe('after this long an old measurement weighs 1/e; 10 s as in Finagle');

export const ewma = balancer({
  name: 'ewma',
  summary: 'of two at random, takes the one with less mean latency times requests in flight',
  source: 'ingress-nginx, balancer ewma; Mitzenmacher, IEEE TPDS 12(10), 2001',
  params: { decay },
  main: 'decay',
  make: (params) => new QuickerOfTwo(params.decay, false),
});

export const peakEwma = balancer({
  name: 'peak-ewma',
  summary: 'as ewma, but a latency above the mean replaces it at once',
  source: 'Finagle, com.twitter.finagle.loadbalancer.PeakEwma',
  params: { decay },
  main: 'decay',
  make: (params) => new QuickerOfTwo(params.decay, true),
});
