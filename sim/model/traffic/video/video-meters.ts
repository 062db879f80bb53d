/** What is measured of the players of one place. */
import type { Recorder } from '../../../result/recorder.ts';
import type { Labels } from '../../../result/result.ts';
import type { World } from '../../node/world.ts';
import type { PlayLog } from './players.ts';
import { segmentQoe } from './qoe.ts';

const MS_PER_HOUR = 3_600_000;

export class VideoMeters implements PlayLog {
  readonly #world: World;
  readonly #ladder: Float64Array;
  /** What is loaded at a time, as a part of a segment. */
  readonly #unit: number;
  readonly #startup: number;
  readonly #stall: number;
  readonly #liveLatency: number;
  readonly #sessions: number;
  readonly #unstarted: number;
  readonly #blocked: number;
  readonly #broken: number;
  readonly #segments: number;
  readonly #rates: number;
  readonly #switches: number;
  readonly #rebuffers: number;
  readonly #watched: number;
  readonly #stalled: number;
  readonly #qoe: number;
  readonly #jumps: number;
  readonly #impatient: number | undefined;
  readonly #left: number | undefined;

  /**
   * @param unit what is loaded at a time, as a part of a segment, up to 1.
   * @param areImpatient whether viewers may leave: else there are no figures of it.
   */
  constructor(world: World, labels: Labels, ladder: Float64Array, unit = 1, areImpatient = false) {
    this.#world = world;
    this.#ladder = ladder;
    this.#unit = unit;
    const { recorder } = world;
    const counter = (metric: string) => recorder.counter(metric, labels);
    const histogram = (metric: string) => recorder.histogram(metric, labels, { windows: true });
    this.#startup = histogram('startup');
    this.#stall = histogram('stall');
    this.#liveLatency = histogram('live_latency');
    this.#sessions = counter('sessions');
    this.#unstarted = counter('sessions_unstarted');
    this.#blocked = counter('sessions_blocked');
    this.#broken = counter('sessions_broken');
    this.#segments = counter('segments');
    this.#rates = counter('segment_rates');
    this.#switches = counter('switches');
    this.#rebuffers = counter('rebuffers');
    this.#watched = counter('watched_hours');
    this.#stalled = counter('stalled_hours');
    this.#qoe = counter('qoe_total');
    this.#jumps = counter('live_jumps');
    this.#impatient = areImpatient ? counter('sessions_impatient') : undefined;
    this.#left = areImpatient ? counter('sessions_left') : undefined;
  }

  /** Somebody wants to watch. */
  asked(): void {
    this.#add(this.#unstarted, 1);
  }

  /** Nobody could: all devices of the place play something. */
  blocked(): void {
    this.#add(this.#blocked, 1);
  }

  /** A player gave up, before or after the first picture. */
  broke(hasStarted: boolean): void {
    this.#add(this.#broken, 1);
    if (!hasStarted) this.#add(this.#unstarted, -1);
  }

  /** A viewer left, before the first picture or in a stall. */
  left(hasStarted: boolean): void {
    this.#add(hasStarted ? this.#left! : this.#impatient!, 1);
    if (!hasStarted) this.#add(this.#unstarted, -1);
  }

  jumped(): void {
    this.#add(this.#jumps, 1);
  }

  live(behindMs: number): void {
    this.#record(this.#liveLatency, behindMs);
  }

  started(_player: number, afterMs: number): void {
    this.#add(this.#unstarted, -1);
    this.#add(this.#sessions, 1);
    this.#record(this.#startup, afterMs);
  }

  watched(_player: number, mediaMs: number): void {
    this.#add(this.#watched, mediaMs / MS_PER_HOUR);
  }

  stalled(_player: number, ms: number): void {
    this.#add(this.#rebuffers, 1);
    this.#add(this.#stalled, ms / MS_PER_HOUR);
    this.#record(this.#stall, ms);
  }

  loaded(_player: number, level: number, before: number, stallMs: number): void {
    const rate = this.#ladder[level]!;
    const rateBefore = before < 0 ? rate : this.#ladder[before]!;
    const unit = this.#unit;
    this.#add(this.#segments, unit);
    this.#add(this.#rates, unit * rate);
    if (rate !== rateBefore) this.#add(this.#switches, 1);
    // A stall and a switch cost the same however short the pieces are that come.
    const plain = segmentQoe(rate, rate, 0);
    this.#add(this.#qoe, segmentQoe(rate, rateBefore, stallMs) - (1 - unit) * plain);
  }

  #add(id: number, amount: number): void {
    const recorder: Recorder = this.#world.recorder;
    recorder.add(id, amount, this.#world.simulator.nowMs);
  }

  #record(id: number, value: number): void {
    this.#world.recorder.record(id, value, this.#world.simulator.nowMs);
  }
}
