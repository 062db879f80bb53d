/**
 * The players of one place, as slots in typed arrays: what is in their buffers, what they wait for and
 * what comes next. Buffers are looked at when something happens to them, so that playing costs no event.
 */
import { grown } from '../../../engine/grown.ts';
import type { HandlerId, Simulator } from '../../../engine/simulator.ts';
import type { AbrRule, Loading, Situation } from './abr/rule.ts';

export const NOBODY = -1;
const NO_LEVEL = -1;
const FIRST_SLOTS = 64;
/** What comes in no time is timed by clocks that are no finer than this, ms; assumption. */
const CLOCK_TICK_MS = 1;

/** What a player does. */
const STARTING = 0;
const PLAYING = 1;
const STALLED = 2;

export interface PlayerSettings {
  /** Media before the first picture, and before the next one after a stall, ms. */
  readonly startMs: number;
  readonly resumeMs: number;
  /** Above so much media nothing is asked for; looked at again in steps of `tickMs`. */
  readonly bufferMs: number;
  readonly tickMs: number;
  /** Rendition of the first segment; undefined: as the rule says. */
  readonly firstLevel: number | undefined;
  /** How much faster than real time a player goes that is behind, 0: never. */
  readonly catchUp: number;
  /** Behind what happens by so much it is where it wants to be, ms. */
  readonly targetMs: number;
}

/** Where a player's segments come from. */
export interface Host {
  /** The player wants its next segment; answered by `loaded`, some time. */
  wants(player: number): void;
  /** All has been played. */
  ended(player: number): void;
}

/** Told of what people see. */
export interface PlayLog {
  started(player: number, afterMs: number): void;
  /** @param mediaMs that was played since the last time. */
  watched(player: number, mediaMs: number): void;
  stalled(player: number, ms: number): void;
  /** @param before rendition of the segment before; -1: none. @param stallMs that ended with it. */
  loaded(player: number, level: number, before: number, stallMs: number): void;
}

interface PlayersParts {
  readonly simulator: Simulator;
  readonly rule: AbrRule;
  readonly settings: PlayerSettings;
  readonly segmentMs: number;
  readonly host: Host;
  readonly log: PlayLog;
}

/** What a player is to play. */
export interface Wish {
  readonly title: number;
  readonly segment: number;
  /** Segments until the end; Infinity: a live stream. */
  readonly segments: number;
}

export class Players {
  readonly #parts: PlayersParts;
  readonly #situation: Situation = {
    player: 0,
    nowMs: 0,
    bufferMs: 0,
    level: NO_LEVEL,
    title: 0,
    segment: 0,
    remaining: 0,
    isWaiting: true,
  };
  readonly #looks: HandlerId;
  readonly #end: HandlerId;
  title = new Int32Array(0);
  /** The segment that comes next, and the one behind the last. */
  segment = new Int32Array(0);
  #until = new Float64Array(0);
  #state = new Uint8Array(0);
  /** Rendition of the last segment, and of the one that is under way. */
  #level = new Int32Array(0);
  wanted = new Int32Array(0);
  /** Media in the buffer at the time `#sinceMs`, and until when it is played faster. */
  bufferMs = new Float64Array(0);
  #sinceMs = new Float64Array(0);
  #fastUntilMs = new Float64Array(0);
  /** When it began to wait for a picture. */
  #waitsSinceMs = new Float64Array(0);
  #nextFree = new Int32Array(0);
  #free = NOBODY;
  #slots = 0;
  /** Players there are now. */
  count = 0;

  constructor(parts: PlayersParts) {
    this.#parts = parts;
    this.#looks = parts.simulator.handler((player) => this.#next(player), 'player looks');
    this.#end = parts.simulator.handler((player) => this.#leave(player), 'player ends');
  }

  /** @param sinceMs when the viewer asked for it: start-up is counted from there. */
  begin({ title, segment, segments }: Wish, sinceMs: number): number {
    const player = this.#take();
    this.title[player] = title;
    this.segment[player] = segment;
    this.#until[player] = segment + segments;
    this.#state[player] = STARTING;
    this.#level[player] = NO_LEVEL;
    this.wanted[player] = NO_LEVEL;
    this.bufferMs[player] = 0;
    this.#sinceMs[player] = sinceMs;
    this.#fastUntilMs[player] = 0;
    this.#waitsSinceMs[player] = sinceMs;
    this.#parts.rule.begin(player);
    this.count += 1;
    return player;
  }

  /** Asks the rule. @returns the rendition that is wanted for the next segment. */
  choose(player: number): number {
    this.#play(player);
    const { settings, rule } = this.#parts;
    const before = this.#level[player]!;
    if (before === NO_LEVEL && settings.firstLevel !== undefined) {
      this.wanted[player] = settings.firstLevel;
      return settings.firstLevel;
    }
    this.#look(player);
    const level = rule.choose(this.#situation);
    this.wanted[player] = level;
    return level;
  }

  /** Asks the rule about the segment that is on its way. @returns the rendition to ask for instead, or -1. */
  abandons(player: number, loading: Loading): number {
    this.#play(player);
    const { rule } = this.#parts;
    loading.level = this.wanted[player]!;
    this.#look(player);
    return rule.abandons!(this.#situation, loading);
  }

  /** What a player sees now; after `#play`. */
  #look(player: number): void {
    const situation = this.#situation;
    situation.player = player;
    situation.nowMs = this.#parts.simulator.nowMs;
    situation.bufferMs = this.bufferMs[player]!;
    situation.level = this.#level[player]!;
    situation.title = this.title[player]!;
    situation.segment = this.segment[player]!;
    situation.remaining = this.#until[player]! - this.segment[player]!;
    situation.isWaiting = this.#state[player] !== PLAYING;
  }

  /** Since when a player waits for a picture, ms; NaN: it shows one. It may not have come to that yet. */
  waitsSinceMs(player: number): number {
    this.#play(player);
    return this.#state[player] === PLAYING ? Number.NaN : this.#waitsSinceMs[player]!;
  }

  /** Media until the end of what the viewer wants to see, what is in the buffer included, ms. */
  leftMs(player: number): number {
    const segments = this.#until[player]! - this.segment[player]!;
    return segments * this.#parts.segmentMs + this.bufferMs[player]!;
  }

  /** The viewer wants to see so much less, ms; what is asked for stays. */
  shorten(player: number, ms: number): void {
    const segments = Math.round(ms / this.#parts.segmentMs);
    this.#until[player] = Math.max(this.segment[player]!, this.#until[player]! - segments);
  }

  /** The segment that was wanted is there. @param tookMs how long it was on its way. */
  loaded(player: number, bytes: number, tookMs: number): void {
    const { rule, log, segmentMs } = this.#parts;
    this.#play(player);
    const level = this.wanted[player]!;
    const before = this.#level[player]!;
    rule.loaded(player, bytes, Math.max(CLOCK_TICK_MS, tookMs), level);
    this.#level[player] = level;
    this.bufferMs[player]! += segmentMs;
    this.segment[player]! += 1;
    const stallMs = this.#show(player);
    log.loaded(player, level, before, stallMs);
    this.#keepUp(player);
    this.#next(player);
  }

  /** The player goes to another place of the stream: what it has is thrown away. */
  jump(player: number, segment: number): void {
    this.#play(player);
    this.segment[player] = segment;
    this.bufferMs[player] = 0;
    if (this.#state[player] !== PLAYING) return;
    this.#state[player] = STALLED;
    this.#waitsSinceMs[player] = this.#parts.simulator.nowMs;
  }

  /** How far behind what happens now a viewer of a live stream is, ms; after `choose` or `loaded`. */
  behindMs(player: number): number {
    const { simulator, segmentMs } = this.#parts;
    const shownMs = this.segment[player]! * segmentMs - this.bufferMs[player]!;
    return simulator.nowMs - shownMs;
  }

  /** A player that ends before its time. */
  release(player: number): void {
    this.#play(player);
    this.#nextFree[player] = this.#free;
    this.#free = player;
    this.count -= 1;
  }

  #next(player: number): void {
    const { simulator, settings, host } = this.#parts;
    this.#play(player);
    const bufferMs = this.bufferMs[player]!;
    if (this.segment[player] === this.#until[player]) {
      simulator.after(bufferMs, this.#end, player);
      return;
    }
    const overMs = bufferMs - settings.bufferMs;
    if (overMs <= 0) host.wants(player);
    else
      simulator.after(Math.ceil(overMs / settings.tickMs) * settings.tickMs, this.#looks, player);
  }

  #leave(player: number): void {
    this.#parts.host.ended(player);
    this.release(player);
  }

  /** Plays until now. A buffer that ran dry on the way did so at a time that is known. */
  #play(player: number): void {
    const now = this.#parts.simulator.nowMs;
    const sinceMs = this.#sinceMs[player]!;
    this.#sinceMs[player] = now;
    if (this.#state[player] !== PLAYING || now === sinceMs) return;
    const { catchUp } = this.#parts.settings;
    const bufferMs = this.bufferMs[player]!;
    const fastMs = Math.max(0, this.#fastUntilMs[player]! - sinceMs);
    const elapsedMs = now - sinceMs;
    const mediaMs = elapsedMs + catchUp * Math.min(fastMs, elapsedMs);
    if (mediaMs <= bufferMs) {
      this.bufferMs[player] = bufferMs - mediaMs;
      this.#parts.log.watched(player, mediaMs);
      return;
    }
    const isFastToTheEnd = bufferMs <= fastMs * (1 + catchUp);
    const dryMs = isFastToTheEnd ? bufferMs / (1 + catchUp) : bufferMs - catchUp * fastMs;
    this.bufferMs[player] = 0;
    this.#state[player] = STALLED;
    this.#waitsSinceMs[player] = sinceMs + dryMs;
    this.#parts.log.watched(player, bufferMs);
  }

  /** Begins to show a picture where there is enough for it. @returns how long a stall was that ends, ms. */
  #show(player: number): number {
    const state = this.#state[player];
    if (state === PLAYING) return 0;
    const { settings, log, simulator } = this.#parts;
    const isLast = this.segment[player] === this.#until[player];
    const neededMs = state === STARTING ? settings.startMs : settings.resumeMs;
    if (this.bufferMs[player]! < neededMs && !isLast) return 0;
    const waitedMs = simulator.nowMs - this.#waitsSinceMs[player]!;
    this.#state[player] = PLAYING;
    if (state === STARTING) {
      log.started(player, waitedMs);
      return 0;
    }
    log.stalled(player, waitedMs);
    return waitedMs;
  }

  /** Speeds up until a viewer who is behind will be where it wants to be. */
  #keepUp(player: number): void {
    const { catchUp, targetMs } = this.#parts.settings;
    if (catchUp === 0) return;
    const lateMs = this.behindMs(player) - targetMs;
    const now = this.#parts.simulator.nowMs;
    this.#fastUntilMs[player] = lateMs > 0 ? now + lateMs / catchUp : now;
  }

  #take(): number {
    const player = this.#free;
    if (player !== NOBODY) {
      this.#free = this.#nextFree[player]!;
      return player;
    }
    if (this.#slots === this.title.length) this.#grow(Math.max(FIRST_SLOTS, 2 * this.#slots));
    this.#slots += 1;
    return this.#slots - 1;
  }

  #grow(slots: number): void {
    this.title = grown(this.title, slots);
    this.segment = grown(this.segment, slots);
    this.#until = grown(this.#until, slots);
    this.#state = grown(this.#state, slots);
    this.#level = grown(this.#level, slots);
    this.wanted = grown(this.wanted, slots);
    this.bufferMs = grown(this.bufferMs, slots);
    this.#sinceMs = grown(this.#sinceMs, slots);
    this.#fastUntilMs = grown(this.#fastUntilMs, slots);
    this.#waitsSinceMs = grown(this.#waitsSinceMs, slots);
    this.#nextFree = grown(this.#nextFree, slots);
    this.#parts.rule.reserve(slots);
  }
}
