/**
 * One player alone with a bandwidth trace, as research on adaptation rules has it: no caches, no other
 * devices. The environment is that of Pensieve (Mao et al., SIGCOMM 2017, fixed_env.py): a round trip
 * before each segment, during which the trace stands still, and a share of the bits that is payload.
 */
import { Simulator } from '../../../engine/simulator.ts';
import { choiceOf } from '../../../part/choice.ts';
import type { RateCurve } from '../../access/throughput/rate-curve.ts';
import { curveOf } from '../../access/throughput/trace-text.ts';
import { abrRules } from './abr/index.ts';
import { type Host, type PlayerSettings, Players, type PlayLog } from './players.ts';
import { segmentQoe } from './qoe.ts';

const BITS_PER_BYTE = 8;

export interface TraceSession {
  /** Lines of `seconds Mbit/s`. */
  readonly trace: string;
  /** A rule as a scenario names it: `bola`, or `{ bba: { reservoir: 8s } }`. */
  readonly rule: unknown;
  /** Bits per second, the lowest first, and bytes by level and segment. */
  readonly ladder: readonly number[];
  readonly bytes: readonly (readonly number[])[];
  readonly segments: number;
  readonly segmentMs: number;
  readonly firstLevel: number;
  readonly bufferMs: number;
  readonly tickMs: number;
  readonly roundTripMs: number;
  readonly payload: number;
}

/** What Pensieve's comparisons use; the ladder and the sizes are Envivio's, 48 segments of 4 s. */
export const PENSIEVE = {
  ladder: [300e3, 750e3, 1200e3, 1850e3, 2850e3, 4300e3],
  segments: 48,
  segmentMs: 4000,
  firstLevel: 1,
  bufferMs: 60_000,
  tickMs: 500,
  roundTripMs: 80,
  payload: 0.95,
} as const;

export interface LoadedSegment {
  readonly level: number;
  readonly tookMs: number;
  /** Of the first segment: the start-up. */
  readonly stallMs: number;
  /** Media in the buffer, this segment included. */
  readonly bufferMs: number;
  /** What it adds to QoE_lin, start-up left out. */
  readonly qoe: number;
}

/** The way of the segments, and what the player sees. */
class Lone implements Host, PlayLog {
  readonly segments: LoadedSegment[] = [];
  readonly players: Players;
  readonly #session: TraceSession;
  readonly #curve: RateCurve;
  readonly #simulator: Simulator;
  #startupMs = 0;
  #tookMs = 0;

  constructor(session: TraceSession, simulator: Simulator) {
    this.#session = session;
    this.#simulator = simulator;
    this.#curve = curveOf(session.trace);
    const { segmentMs, bufferMs, tickMs, firstLevel } = session;
    const bytesOf = (_title: number, segment: number, level: number) =>
      session.bytes[level]![segment]!;
    const ladder = Float64Array.from(session.ladder);
    const choice = choiceOf(abrRules).parse(session.rule);
    const rule = choice.make({ ladder, segmentMs, bufferMs, bytesOf });
    const settings: PlayerSettings = {
      startMs: 0,
      resumeMs: 0,
      bufferMs,
      tickMs,
      firstLevel,
      catchUp: 0,
      targetMs: 0,
    };
    this.players = new Players({ simulator, rule, settings, segmentMs, host: this, log: this });
    this.#arrive = simulator.handler((player, bytes) => {
      this.players.loaded(player, bytes, this.#tookMs);
    }, 'segment arrives');
  }

  readonly #arrive: number;

  wants(player: number): void {
    const { bytes, payload, roundTripMs } = this.#session;
    const level = this.players.choose(player);
    const size = bytes[level]![this.segments.length]!;
    // The trace has stood still in each round trip so far.
    const fromMs = this.#simulator.nowMs - roundTripMs * this.segments.length;
    const bits = (size * BITS_PER_BYTE) / payload;
    const downloadMs = this.#curve.timeAt(this.#curve.bitsAt(fromMs) + bits) - fromMs;
    this.#tookMs = downloadMs + roundTripMs;
    this.#simulator.after(this.#tookMs, this.#arrive, player, size);
  }

  ended(): void {}

  started(_player: number, afterMs: number): void {
    this.#startupMs = afterMs;
  }

  watched(): void {}

  stalled(): void {}

  loaded(player: number, level: number, before: number, stallMs: number): void {
    const { ladder } = this.#session;
    const rateBefore = ladder[before < 0 ? level : before]!;
    this.segments.push({
      level,
      tookMs: this.#tookMs,
      stallMs: before < 0 ? this.#startupMs : stallMs,
      bufferMs: this.players.bufferMs[player]!,
      qoe: segmentQoe(ladder[level]!, rateBefore, stallMs),
    });
  }
}

/** @returns the segments in order. @throws ZodError for a rule that there is not. */
export function playTrace(session: TraceSession): LoadedSegment[] {
  const simulator = new Simulator();
  const lone = new Lone(session, simulator);
  const player = lone.players.begin({ title: 0, segment: 0, segments: session.segments }, 0);
  lone.wants(player);
  simulator.run(Number.POSITIVE_INFINITY);
  return lone.segments;
}
