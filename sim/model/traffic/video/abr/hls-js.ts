import { bitRate, duration, ratio } from '../../../../part/units.ts';
import { type AbrContext, type AbrRule, abrRule, type Situation } from './rule.ts';
import { bitsPerSecondOf, FastAndSlow } from './throughputs.ts';

const MS_PER_SECOND = 1000;
/** Shorter downloads are timed as this. Source: hls.js, ewma-bandwidth-estimator.ts, minDelayMs_. */
const SHORTEST_MS = 50;

interface HlsSettings {
  readonly estimate: number;
  readonly factor: number;
  readonly 'up-factor': number;
  readonly starvation: number;
  readonly fast: number;
  readonly slow: number;
}

class HlsJs implements AbrRule {
  readonly #context: AbrContext;
  readonly #settings: HlsSettings;
  readonly #estimate: FastAndSlow;

  constructor(context: AbrContext, settings: HlsSettings) {
    this.#context = context;
    this.#settings = settings;
    const { fast, slow } = settings;
    this.#estimate = new FastAndSlow(fast / MS_PER_SECOND, slow / MS_PER_SECOND);
  }

  reserve(count: number): void {
    this.#estimate.reserve(count);
  }

  begin(player: number): void {
    this.#estimate.begin(player);
  }

  loaded(player: number, bytes: number, tookMs: number): void {
    const ms = Math.max(SHORTEST_MS, tookMs);
    this.#estimate.add(player, bitsPerSecondOf(bytes, ms), ms);
  }

  /** As `getNextABRAutoLevel`: what the buffer can wait for, else what stalls for a little only. */
  choose({ player, bufferMs, level }: Situation): number {
    const { factor, 'up-factor': upFactor, estimate, starvation } = this.#settings;
    const rate = this.#estimate.estimate(player) || estimate;
    if (bufferMs === 0) return this.#best(level, rate, starvation, 1, 1);
    const sure = this.#best(level, rate, bufferMs, factor, upFactor);
    if (sure >= 0) return sure;
    const patienceMs = Math.min(this.#context.segmentMs, starvation);
    return Math.max(0, this.#best(level, rate, bufferMs + patienceMs, factor, upFactor));
  }

  /** As `findBestLevel`. @returns the highest rendition that comes within a time; -1: none. */
  #best(current: number, rate: number, withinMs: number, factor: number, upFactor: number): number {
    const { ladder, segmentMs } = this.#context;
    for (let level = ladder.length - 1; level >= 0; level -= 1) {
      const usable = rate * (level <= current ? factor : upFactor);
      const fetchMs = (ladder[level]! * segmentMs) / usable;
      if (usable >= ladder[level]! && fetchMs < withinMs) return level;
    }
    return -1;
  }
}

export const hlsJs = abrRule({
  name: 'hls-js',
  summary: 'is the rule of hls.js: moving means, careful upwards, and what the buffer can wait for',
  source:
    'hls.js, abr-controller.ts (August 2026): getNextABRAutoLevel, findBestLevel and defaults; time to the first byte, abandoned downloads and start-up tests of the rate are left out',
  params: {
    estimate: bitRate().prefault('500kbps').describe('taken before anything was measured'),
    factor: ratio({ above: 0 })
      .prefault('95%')
      .describe('share of the rate used to stay or go down'),
    'up-factor': ratio({ above: 0 }).prefault('70%').describe('share of the rate used to go up'),
    starvation: duration()
      .prefault('4s')
      .describe('longest stall that is risked (maxStarvationDelay)'),
    fast: duration({ above: 0 }).prefault('3s').describe('half-life of the fast mean'),
    slow: duration({ above: 0 }).prefault('9s').describe('half-life of the slow mean'),
  },
  make: (params, context) => new HlsJs(context, params),
});
