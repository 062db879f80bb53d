/** Model predictive control: the plan for the next segments that promises the best QoE. */
import { grown } from '../../../../engine/grown.ts';
import { count, number } from '../../../../part/units.ts';
import { STALL_PENALTY } from '../qoe.ts';
import { type AbrContext, type AbrRule, abrRule, type Situation } from './rule.ts';
import { bitsPerSecondOf, Recent } from './throughputs.ts';

const REMEMBERED = 5;
const BITS_PER_BYTE = 8;
const MS_PER_SECOND = 1000;
const MBPS = 1e6;
/** Above the rounding of a reward: what could still be equal is looked at. */
const SLACK = 1e-9;

interface MpcSettings {
  readonly horizon: number;
  readonly penalty: number;
  readonly isRobust: boolean;
}

class Mpc implements AbrRule {
  readonly #context: AbrContext;
  readonly #settings: MpcSettings;
  readonly #top: number;
  readonly #recent = new Recent(REMEMBERED);
  readonly #errors = new Recent(REMEMBERED);
  /** By player: throughput that was expected for the segment under way; 0: nobody asked. */
  #expected = new Float64Array(0);
  /** Of the search: what it is for, and the best plan so far. */
  #title = 0;
  #segment = 0;
  #depth = 0;
  #rate = 0;
  #best = 0;
  #bestReward = 0;

  constructor(context: AbrContext, settings: MpcSettings) {
    this.#context = context;
    this.#settings = settings;
    this.#top = context.ladder.length - 1;
  }

  reserve(players: number): void {
    this.#recent.reserve(players);
    this.#errors.reserve(players);
    this.#expected = grown(this.#expected, players);
  }

  begin(player: number): void {
    this.#recent.begin(player);
    this.#errors.begin(player);
    this.#expected[player] = 0;
  }

  loaded(player: number, bytes: number, tookMs: number): void {
    const rate = bitsPerSecondOf(bytes, tookMs);
    const expected = this.#expected[player]!;
    this.#errors.add(player, expected === 0 ? 0 : Math.abs(expected - rate) / rate);
    this.#recent.add(player, rate);
  }

  choose({ player, bufferMs, level, title, segment, remaining }: Situation): number {
    const mean = this.#recent.harmonicMean(player);
    if (mean === 0) return 0;
    this.#expected[player] = mean;
    const error = this.#settings.isRobust ? this.#errors.max(player) : 0;
    this.#rate = mean / (1 + error);
    this.#title = title;
    this.#segment = segment;
    this.#depth = Math.min(this.#settings.horizon, remaining);
    this.#best = 0;
    this.#bestReward = Number.NEGATIVE_INFINITY;
    this.#search(0, -1, Math.max(0, level), bufferMs / MS_PER_SECOND, 0, 0, 0);
    return this.#best;
  }

  /**
   * Tries all renditions for one segment, the highest first, and all plans behind each. Of equals the one
   * found first stays. Sums of rates are whole numbers of bits, so that no order of adding matters.
   *
   * @param first rendition of the plan's first segment. @param stall seconds.
   */
  #search(
    at: number,
    first: number,
    last: number,
    buffer: number,
    rates: number,
    changes: number,
    stall: number,
  ): void {
    const { ladder, segmentMs } = this.#context;
    if (at === this.#depth) {
      const reward = this.#reward(rates, changes, stall);
      if (reward <= this.#bestReward) return;
      this.#bestReward = reward;
      this.#best = first;
      return;
    }
    const top = ladder[this.#top]!;
    // No plan is better than to go to the top at once and to stay there without a stall.
    const left = (this.#depth - at) * top;
    const most = this.#reward(rates + left, changes + top - ladder[last]!, stall);
    if (most < this.#bestReward - SLACK) return;
    for (let level = this.#top; level >= 0; level -= 1) {
      const bytes = this.#context.bytesOf(this.#title, this.#segment + at, level);
      const seconds = (bytes * BITS_PER_BYTE) / this.#rate;
      const dry = Math.max(0, seconds - buffer);
      this.#search(
        at + 1,
        at === 0 ? level : first,
        level,
        Math.max(0, buffer - seconds) + segmentMs / MS_PER_SECOND,
        rates + ladder[level]!,
        changes + Math.abs(ladder[level]! - ladder[last]!),
        stall + dry,
      );
    }
  }

  #reward(rates: number, changes: number, stall: number): number {
    return rates / MBPS - this.#settings.penalty * stall - changes / MBPS;
  }
}

const params = {
  horizon: count({ min: 1, max: 8 }).prefault(5).describe('segments that are planned'),
  penalty: number({ min: 0 })
    .prefault(STALL_PENALTY)
    .describe('μ: Mbit/s that a second of stall costs'),
};

export const mpc = abrRule({
  name: 'mpc',
  summary: 'plans five segments ahead with the harmonic mean of the last five throughputs',
  source: 'Yin et al., SIGCOMM 2015: MPC with the QoE of its §3.2; horizon 5',
  params,
  make: (given, context) => new Mpc(context, { ...given, isRobust: false }),
});

export const robustMpc = abrRule({
  name: 'robust-mpc',
  summary: 'is mpc that expects less by the largest of its last five errors',
  source:
    'Yin et al., SIGCOMM 2015, §5.2 RobustMPC; mpc.py of Pensieve, with the sizes of the right chunks',
  params,
  make: (given, context) => new Mpc(context, { ...given, isRobust: true }),
});
