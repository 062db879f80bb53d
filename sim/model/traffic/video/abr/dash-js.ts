/** The default rules of dash.js together: the lowest of what each of them allows. */
import { grown } from '../../../../engine/grown.ts';
import { log } from '../../../../engine/math/index.ts';
import { duration, number, ratio } from '../../../../part/units.ts';
import {
  type AbrContext,
  type AbrRule,
  abrRule,
  type Loading,
  levelFor,
  type Situation,
} from './rule.ts';
import { SwitchHistory } from './switch-history.ts';
import { bitsPerSecondOf, FastAndSlow } from './throughputs.ts';

/** Source: dash.js 5.1.1, BolaRule.js. */
const LEAST_BUFFER_S = 10;
const BUFFER_PER_LEVEL_S = 2;
/** Source: InsufficientBufferRule.js: segments for which an empty buffer is no reason. */
const IGNORED_SEGMENTS = 2;
/** Source: Settings.js, abandonLoadTimeout: so long it goes to no higher rendition after it has given one up. */
const ABANDON_LOAD_MS = 10_000;
/** Source: Settings.js, minSegmentDownloadTimeThresholdInMs. */
const ABANDON_AFTER_MS = 500;
const WAITS = -1;
const NO_SEGMENT = -1;
const MS_PER_SECOND = 1000;
const BITS_PER_BYTE = 8;

interface DashSettings {
  readonly safety: number;
  readonly insufficient: number;
  readonly stable: number;
  readonly fast: number;
  readonly slow: number;
  readonly abandon: number;
}

class DashJs implements AbrRule {
  readonly #context: AbrContext;
  readonly #settings: DashSettings;
  readonly #estimate: FastAndSlow;
  readonly #switches: SwitchHistory;
  readonly #bola: DashBola;
  /** By player: 1 while the buffer decides and not the throughput; segments so far. */
  #usesBuffer = new Uint8Array(0);
  #segments = new Int32Array(0);
  /** By player: the last segment that it gave up, and until when it goes no higher, ms. */
  #abandoned = new Int32Array(0);
  #heldUntilMs = new Float64Array(0);

  constructor(context: AbrContext, settings: DashSettings) {
    this.#context = context;
    this.#settings = settings;
    const { fast, slow, stable } = settings;
    this.#estimate = new FastAndSlow(fast / MS_PER_SECOND, slow / MS_PER_SECOND);
    this.#switches = new SwitchHistory(context.ladder.length);
    this.#bola = new DashBola(context.ladder, stable / MS_PER_SECOND);
  }

  reserve(players: number): void {
    this.#estimate.reserve(players);
    this.#switches.reserve(players);
    this.#usesBuffer = grown(this.#usesBuffer, players);
    this.#segments = grown(this.#segments, players);
    this.#abandoned = grown(this.#abandoned, players);
    this.#heldUntilMs = grown(this.#heldUntilMs, players);
  }

  begin(player: number): void {
    this.#estimate.begin(player);
    this.#switches.begin(player);
    this.#usesBuffer[player] = 0;
    this.#segments[player] = 0;
    this.#abandoned[player] = NO_SEGMENT;
    this.#heldUntilMs[player] = 0;
  }

  loaded(player: number, bytes: number, tookMs: number): void {
    this.#estimate.add(player, bitsPerSecondOf(bytes, tookMs), tookMs);
    this.#segments[player]! += 1;
  }

  choose(situation: Situation): number {
    const { player, level, bufferMs } = situation;
    const rate = this.#estimate.estimate(player);
    if (rate === 0) return 0;
    const { safety } = this.#settings;
    const byRate = levelFor(this.#context.ladder, rate * safety);
    this.#chooseStrategy(player, bufferMs);
    const wanted =
      this.#usesBuffer[player] === 1
        ? this.#bola.choose(bufferMs / MS_PER_SECOND, level, byRate)
        : byRate;
    const allowed = Math.min(this.#insufficient(situation, rate), this.#switches.limit(player));
    const isHeld = situation.nowMs < this.#heldUntilMs[player]! && level >= 0;
    const chosen = Math.min(wanted, allowed, isHeld ? level : wanted);
    this.#switches.add(player, Math.max(0, level), chosen);
    return chosen;
  }

  /** As AbandonRequestsRule.js: once for each segment, and only when less is to be loaded anew than is left. */
  abandons({ player, bufferMs, nowMs, segment }: Situation, loading: Loading): number {
    const { ladder, segmentMs } = this.#context;
    const { abandon, stable } = this.#settings;
    const { level, elapsedMs, bytes, ofBytes } = loading;
    const isEarly = elapsedMs <= ABANDON_AFTER_MS || bytes === 0;
    if (isEarly || bufferMs > stable || level === 0 || abandon === 0) return WAITS;
    if (this.#abandoned[player] === segment) return WAITS;
    const rate = (bytes * BITS_PER_BYTE * MS_PER_SECOND) / elapsedMs;
    if ((ofBytes * BITS_PER_BYTE * MS_PER_SECOND) / rate < abandon * segmentMs) return WAITS;
    const better = levelFor(ladder, rate);
    if (ofBytes - bytes <= (ofBytes * ladder[better]!) / ladder[level]!) return WAITS;
    this.#abandoned[player] = segment;
    this.#heldUntilMs[player] = nowMs + ABANDON_LOAD_MS;
    this.#switches.begin(player);
    return better;
  }

  /** As `_updateDynamicAbrStrategy` of AbrController.js: with hysteresis. */
  #chooseStrategy(player: number, bufferMs: number): void {
    const { stable } = this.#settings;
    const limitMs = this.#usesBuffer[player] === 1 ? 0.5 * stable : stable;
    this.#usesBuffer[player] = bufferMs > limitMs ? 1 : 0;
  }

  /** As InsufficientBufferRule.js: what comes before the buffer is empty. */
  #insufficient({ player, bufferMs, isWaiting }: Situation, rate: number): number {
    const { ladder, segmentMs } = this.#context;
    if (this.#segments[player]! < IGNORED_SEGMENTS) return ladder.length - 1;
    if (isWaiting) return 0;
    return levelFor(ladder, (rate * this.#settings.insufficient * bufferMs) / segmentMs);
  }
}

/** BOLA as dash.js has it: parameters from the buffer that it wants, and BOLA-O against oscillation. */
class DashBola {
  readonly #ladder: Float64Array;
  readonly #utilities: Float64Array;
  readonly #gp: number;
  readonly #vp: number;

  constructor(ladder: Float64Array, stableSeconds: number) {
    this.#ladder = ladder;
    this.#utilities = Float64Array.from(ladder, (rate) => log(rate / ladder[0]!) + 1);
    const top = this.#utilities[ladder.length - 1]!;
    const wanted = LEAST_BUFFER_S + BUFFER_PER_LEVEL_S * ladder.length;
    const seconds = Math.max(stableSeconds, wanted);
    // A ladder of one rung has nothing to weigh.
    this.#gp = Math.max(1e-6, (top - 1) / (seconds / LEAST_BUFFER_S - 1));
    this.#vp = LEAST_BUFFER_S / this.#gp;
  }

  /** @param byRate rendition that the throughput would have: what goes up does not go beyond it. */
  choose(bufferSeconds: number, current: number, byRate: number): number {
    let best = 0;
    let bestScore = Number.NEGATIVE_INFINITY;
    for (let level = 0; level < this.#ladder.length; level += 1) {
      const gain = this.#vp * (this.#utilities[level]! - 1 + this.#gp) - bufferSeconds;
      const score = gain / this.#ladder[level]!;
      if (score < bestScore) continue;
      bestScore = score;
      best = level;
    }
    return best > current && best > byRate ? Math.max(byRate, current, 0) : best;
  }
}

export const dashJs = abrRule({
  name: 'dash-js',
  summary:
    'is the rules of dash.js together: throughput or BOLA by buffer, insufficient buffer, switch history, abandoned requests',
  source:
    'dash.js 5.1.1 (ThroughputRule, BolaRule, InsufficientBufferRule, SwitchHistoryRule, AbandonRequestsRule, AbrController) and its defaults; placeholder buffers of BOLA are left out, and requests are abandoned only over http-1.1, http-2 and http-3, where it is known how far they are',
  params: {
    safety: ratio({ above: 0 }).prefault('90%').describe('share of the throughput that is used'),
    insufficient: ratio({ above: 0 })
      .prefault('70%')
      .describe('share of the throughput that is used when the buffer is short'),
    stable: duration({ above: 0 })
      .prefault('18s')
      .describe('buffer from which on BOLA decides; below half of it no more'),
    fast: duration({ above: 0 }).prefault('3s').describe('half-life of the fast mean'),
    slow: duration({ above: 0 }).prefault('8s').describe('half-life of the slow mean'),
    abandon: number({ min: 0 })
      .prefault(1.8)
      .describe(
        'a segment that would take so many times its length is called back, to have it in a lower rendition; 0: never (abandonDurationMultiplier)',
      ),
  },
  make: (params, context) => new DashJs(context, params),
});
