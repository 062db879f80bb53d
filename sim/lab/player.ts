/**
 * One replication of a scenario as a tape: it can be wound to any time, stepped, and forked.
 *
 * Going back is deterministic replay. A world cannot be copied, for generators keep their place to
 * themselves; but another world of the same seed that was paused earlier does the same events again.
 * So a few such siblings wait at even distances, and going back costs at most one distance. A sibling
 * that is used is made anew by `prepare`, when the host has nothing better to do.
 */
import type { Result } from '../result/result.ts';
import type { Scenario, TimelineEntry } from '../scenario/scenario.ts';
import { Run } from './run.ts';
import { firstDifferenceMs } from './timeline-difference.ts';

export interface PlayerOptions {
  /** Number of the replication; default 0. */
  readonly replication?: number;
  /** Worlds kept besides the one that plays; each takes the memory of a run. Default 4. */
  readonly siblings?: number;
  /** A run of the same scenario that has not begun, to play; default: a new one. */
  readonly run?: Run;
}

const SIBLINGS = 4;

/** A sibling on its way to its post. */
interface Coming {
  readonly run: Run;
  readonly post: number;
}

export class Player {
  readonly scenario: Scenario;
  readonly replication: number;
  /** The longest way back that the siblings leave, ms of virtual time. */
  readonly spacingMs: number;
  readonly #options: PlayerOptions;
  /** Siblings by post: post i is at i + 1 spacings. Before the first, a new world is built. */
  readonly #siblings: (Run | undefined)[];
  #coming: Coming | undefined;
  #run: Run;
  #furthestMs = 0;
  /** Events done by worlds that are no more. */
  #spent = 0;

  /**
   * @throws ScenarioError when the scenario cannot be run as it is.
   * @throws RangeError when it replays a trace: its bytes come from the host, and only once.
   */
  constructor(scenario: Scenario, options: PlayerOptions = {}) {
    const { replication = 0, siblings = SIBLINGS } = options;
    this.scenario = { ...scenario, run: { ...scenario.run, replications: 1 } };
    this.replication = replication;
    this.#options = options;
    this.#siblings = Array.from({ length: siblings }, () => undefined);
    this.spacingMs = scenario.run.durationMs / (siblings + 1);
    this.#run = options.run ?? this.#build();
    if (this.#run.needs().length > 0) throw new RangeError('a trace cannot be wound back');
  }

  /** Everything up to this time has happened, ms. */
  get nowMs(): number {
    return this.#run.nowMs;
  }

  get endMs(): number {
    return this.scenario.run.durationMs;
  }

  /** Part of the tape before now, 0 to 1. */
  get progress(): number {
    return this.nowMs / this.endMs;
  }

  get isAtEnd(): boolean {
    return this.#run.isDone;
  }

  /** Events from the beginning until now. */
  get events(): number {
    return this.#run.events;
  }

  /** Events done so far by all worlds together: what winding has cost. */
  get work(): number {
    const waiting = this.#siblings.reduce((sum, run) => sum + (run?.events ?? 0), 0);
    return this.#spent + waiting + (this.#coming?.run.events ?? 0) + this.#run.events;
  }

  /** Hash of the events until now, 16 hex digits; the same for a straight run to this time. */
  get fingerprint(): string {
    return this.#run.position.fingerprint;
  }

  /** What is known at this time. */
  result(): Result {
    return this.#run.result();
  }

  /**
   * Winds to a time; everything that happens at it has happened then.
   *
   * @param timeMs 0 to `endMs`.
   * @param maxEvents stops after so many; calling again goes on.
   * @returns whether it is there.
   */
  seek(timeMs: number, maxEvents = Number.POSITIVE_INFINITY): boolean {
    if (!(timeMs >= 0 && timeMs <= this.endMs)) {
      throw new RangeError(`${timeMs}: expected a time from 0 to ${this.endMs} ms`);
    }
    const nearest = this.#postBefore(timeMs);
    const isBehind = nearest !== undefined && this.#timeOf(nearest) > this.nowMs;
    if (timeMs < this.nowMs || isBehind) this.#swap(nearest);
    const before = this.events;
    this.#run.advance(maxEvents, timeMs);
    this.#furthestMs = Math.max(this.#furthestMs, this.nowMs);
    // The clock alone does not tell: several events may happen at one time.
    return this.events - before < maxEvents;
  }

  /** Plays on, as `Run.advance` does. @returns whether the end is reached. */
  advance(maxEvents: number, untilMs = Number.POSITIVE_INFINITY): boolean {
    this.seek(Math.max(this.nowMs, Math.min(untilMs, this.endMs)), maxEvents);
    return this.isAtEnd;
  }

  /** Lets one event happen. @returns whether there was one before the end. */
  step(): boolean {
    const before = this.events;
    this.#run.advance(1);
    this.#furthestMs = Math.max(this.#furthestMs, this.nowMs);
    return this.events > before;
  }

  /**
   * Puts siblings where they are missing, as far as the tape has been played.
   *
   * @param maxEvents stops after so many; calling again goes on.
   * @returns whether all are there.
   */
  prepare(maxEvents = Number.POSITIVE_INFINITY): boolean {
    let left = maxEvents;
    for (;;) {
      this.#coming ??= this.#send();
      if (this.#coming === undefined) return true;
      const { run, post } = this.#coming;
      const before = run.events;
      run.advance(left, this.#timeOf(post));
      left -= run.events - before;
      if (left <= 0) return false;
      this.#siblings[post] = run;
      this.#coming = undefined;
    }
  }

  /**
   * A player of the same replication with another timeline. Before the first change it does the same
   * events, so that what differs later is the change's doing. It stands at its beginning.
   *
   * @throws RangeError when the timelines differ before now.
   */
  fork(timeline: readonly TimelineEntry[]): Player {
    const partMs = firstDifferenceMs(this.scenario.timeline, timeline);
    if (partMs < this.nowMs) {
      throw new RangeError(`a change at ${partMs} ms: expected none before ${this.nowMs} ms`);
    }
    return new Player({ ...this.scenario, timeline }, this.#options);
  }

  #build(): Run {
    return new Run(this.scenario, this.replication);
  }

  #timeOf(post: number): number {
    return (post + 1) * this.spacingMs;
  }

  /** The last post at or before a time that has a sibling. */
  #postBefore(timeMs: number): number | undefined {
    const last = this.#siblings.findLastIndex(
      (run, post) => run !== undefined && this.#timeOf(post) <= timeMs,
    );
    return last < 0 ? undefined : last;
  }

  /** Plays on with a sibling, or from the beginning. */
  #swap(post: number | undefined): void {
    this.#spent += this.#run.events;
    if (post === undefined) {
      this.#run = this.#build();
      return;
    }
    this.#run = this.#siblings[post]!;
    this.#siblings[post] = undefined;
  }

  /** Builds a world for a post that has none: the nearest one before now, else the first. */
  #send(): Coming | undefined {
    const isMissing = (run: Run | undefined, post: number) =>
      run === undefined && this.#timeOf(post) <= this.#furthestMs;
    const behind = this.#siblings.findLastIndex(
      (run, post) => isMissing(run, post) && this.#timeOf(post) <= this.nowMs,
    );
    const post = behind >= 0 ? behind : this.#siblings.findIndex(isMissing);
    return post < 0 ? undefined : { run: this.#build(), post };
  }
}
