import { z } from 'zod';
import { duration, ratio } from '../../../part/units.ts';
import { type Demand, type Forecast, type ForecastContext, forecast } from './forecast.ts';
import { AHEAD, BIAS, HIDDEN, HIDDEN_BIAS, INPUTS, OUTPUT, WEIGHTS } from './learned.data.ts';

export const targetTracking = forecast({
  name: 'target-tracking',
  summary: 'expects what was in the last interval',
  source: 'Kubernetes 1.31, HorizontalPodAutoscaler: target 70 %, every 15 s',
  params: {
    by: z
      .enum(['busy', 'offered'])
      .default('busy')
      .describe('busy workers, as CPU metrics say, which end at 100 %; or what arrives'),
  },
  main: 'by',
  make: ({ by }) => ({ next: (demand) => demand[by], operations: 1 }),
});

interface Smoothing {
  readonly level: number;
  readonly trend: number;
  readonly seasonal: number;
}

/** Level, trend and, with a season, what each of its intervals differs by. */
class HoltWinters implements Forecast {
  readonly #smoothing: Smoothing;
  readonly #ahead: number;
  readonly #season: Float64Array;
  readonly operations: number;
  #level = Number.NaN;
  #trend = 0;
  #heard = 0;

  constructor(smoothing: Smoothing, seasonMs: number, { intervalMs, aheadMs }: ForecastContext) {
    this.#smoothing = smoothing;
    this.#ahead = Math.max(1, Math.round(aheadMs / intervalMs));
    this.#season = new Float64Array(Math.max(1, Math.round(seasonMs / intervalMs)));
    this.operations = seasonMs > 0 ? 8 : 5;
  }

  next({ offered }: Demand): number {
    const season = this.#season;
    const length = season.length;
    const now = this.#heard % length;
    this.#heard += 1;
    // The first season tells what the seasons are like; until it is over there are none.
    const isFirst = length > 1 && this.#heard <= length;
    this.#follow(offered, isFirst || length === 1 ? 0 : season[now]!);
    if (isFirst) season[now] = offered;
    else if (length > 1) {
      const { seasonal } = this.#smoothing;
      season[now] = seasonal * (offered - this.#level) + (1 - seasonal) * season[now]!;
    }
    if (isFirst && this.#heard === length) this.#begin();
    const hasSeason = length > 1 && this.#heard >= length;
    const then = hasSeason ? season[(now + this.#ahead) % length]! : 0;
    return Math.max(0, this.#level + this.#ahead * this.#trend + then);
  }

  /** Level and trend after one more interval. @param expected what the season adds. */
  #follow(offered: number, expected: number): void {
    const { level, trend } = this.#smoothing;
    if (Number.isNaN(this.#level)) {
      this.#level = offered;
      return;
    }
    const last = this.#level;
    this.#level = level * (offered - expected) + (1 - level) * (last + this.#trend);
    this.#trend = trend * (this.#level - last) + (1 - trend) * this.#trend;
  }

  /** Winters's start: the mean of the first season is the level, and the season is the difference to it. */
  #begin(): void {
    const season = this.#season;
    let mean = 0;
    for (let each = 0; each < season.length; each += 1) mean += season[each]! / season.length;
    for (let each = 0; each < season.length; each += 1) season[each]! -= mean;
    this.#level = mean;
    this.#trend = 0;
  }
}

export const holtWinters = forecast({
  name: 'holt-winters',
  summary:
    'follows level and trend of what arrives, and a season, and looks as far ahead as a boot takes',
  source: 'Winters, Management Science 6(3), 1960, additive; the smoothing factors are assumptions',
  params: {
    season: duration()
      .prefault('0s')
      .describe('after which the load is alike, such as 24h; default: none'),
    level: ratio({ above: 0 }).prefault('50%').describe('weight of the last interval'),
    trend: ratio().prefault('20%').describe('weight of the last change'),
    seasonal: ratio().prefault('30%').describe('weight of the last season'),
  },
  main: 'season',
  make: ({ season, ...smoothing }, context) => new HoltWinters(smoothing, season, context),
});

/** One hidden layer over the last intervals, each relative to their mean; times come from outside. */
class Learned implements Forecast {
  readonly #last = new Float64Array(INPUTS);
  readonly operations = INPUTS * HIDDEN + HIDDEN;
  #heard = 0;

  next({ offered }: Demand): number {
    const last = this.#last;
    last.copyWithin(0, 1);
    last[INPUTS - 1] = offered;
    this.#heard += 1;
    if (this.#heard < INPUTS) return offered;
    let mean = 0;
    for (let input = 0; input < INPUTS; input += 1) mean += last[input]! / INPUTS;
    if (mean === 0) return 0;
    let sum = BIAS + offered / mean;
    for (let unit = 0; unit < HIDDEN; unit += 1) {
      let activation = HIDDEN_BIAS[unit]!;
      for (let input = 0; input < INPUTS; input += 1) {
        activation += WEIGHTS[unit * INPUTS + input]! * (last[input]! / mean - 1);
      }
      if (activation > 0) sum += OUTPUT[unit]! * activation;
    }
    return Math.max(0, sum * mean);
  }
}

export const learned = forecast({
  name: 'learned',
  summary: `a small neural network of the last ${INPUTS} intervals, which expects the upper end of what comes ${AHEAD} later`,
  source:
    'trained by bench/scale/train.mjs on synthetic loads; judged on other seeds and on the Azure LLM traces in bench/scale/RESULTS.md',
  params: {},
  make: () => new Learned(),
});
