/** Runs a scenario, replication after replication, in slices that the host decides. */
import type { TraceFeed } from '../model/traffic/trace-feed.ts';
import { RESULT_FORMAT, RESULT_VERSION, type Replication, type Result } from '../result/result.ts';
import type { Followed, TrailStep } from '../result/trail.ts';
import { judge } from '../result/verdict.ts';
import { foldWindows } from '../result/window-fold.ts';
import { type Built, build } from '../scenario/build.ts';
import { checkEnd, checkModelled, checkStart } from '../scenario/check.ts';
import { phasesOf } from '../scenario/phases.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { assumptionsOf } from './assumptions.ts';
import { priceAsStated } from './price.ts';
import { topologyOf } from './topology.ts';
import { nextLook, precisionOf } from './until.ts';
import { VERSION } from './version.ts';

/** A replication with the width of its windows, which an endless run cannot know before. */
interface Finished {
  readonly replication: Replication;
  readonly windowMs: number;
}

export interface Position {
  readonly replication: number;
  readonly events: number;
  /** Hash of these events; see `Replication.fingerprint`. */
  readonly fingerprint: string;
}

type SeenEvent = Parameters<Parameters<Built['world']['simulator']['watch']>[0]>[0];

export interface RunOptions {
  /** A message whose way is written down, in each replication. */
  readonly followed?: Followed;
  /** What is done with each world before its nodes and traffic are made. */
  equip?(world: Built['world']): void;
  /** What is done with each world before it runs: has it spoken, where the scenario wants that. */
  prepare?(built: Built): void;
}

export class Run {
  readonly scenario: Scenario;
  readonly #first: number;
  readonly #options: RunOptions;
  readonly #finished: Finished[] = [];
  readonly #details = new Map<string, string>();
  #current: Built;
  #isDone = false;
  /** Replications to have before it is asked whether they are enough. */
  #nextLook: number;
  /** How long the first replication took when only the end of a trace ends it, ms. */
  #measuredMs = 0;

  /**
   * @param first number of the first replication.
   * @throws ScenarioError when the scenario cannot be run as it is.
   */
  constructor(scenario: Scenario, first = 0, options: RunOptions = {}) {
    if (options.prepare === undefined) checkModelled(scenario);
    this.scenario = scenario;
    this.#options = options;
    this.#first = first;
    this.#nextLook = nextLook(scenario.run, 0);
    this.#current = this.#build(first);
    checkStart(scenario, this.#current.world);
    for (const { group, detail } of this.#current.world.nodes) this.#details.set(group, detail);
  }

  #build(replication: number): Built {
    const { followed, equip, prepare } = this.#options;
    const built = build(this.scenario, replication, followed, equip);
    prepare?.(built);
    return built;
  }

  /** The traces that wait for the host to fill them before the run can go on. */
  needs(): readonly TraceFeed[] {
    return this.#isDone ? [] : this.#current.feeds.filter((feed) => feed.wants);
  }

  get isDone(): boolean {
    return this.#isDone;
  }

  /** Virtual time of the replication that runs now, ms. */
  get nowMs(): number {
    return this.#current.world.simulator.nowMs;
  }

  /** How far the replication that runs now has come. */
  get position(): Position {
    const { simulator } = this.#current.world;
    const replication = this.#first + this.#finished.length - (this.#isDone ? 1 : 0);
    return { replication, events: simulator.events, fingerprint: simulator.fingerprint() };
  }

  /** Shows every event of the replication that runs now just before it happens. */
  watch(seen: (event: SeenEvent) => void): void {
    this.#current.world.simulator.watch(seen);
  }

  /** What has happened so far to the message that is followed, in the replication that runs now. */
  get trail(): readonly TrailStep[] {
    return this.#current.world.trail?.steps ?? [];
  }

  /** Events of all replications so far. */
  get events(): number {
    const before = this.#finished.reduce((sum, { replication }) => sum + replication.events, 0);
    return this.#isDone ? before : before + this.#current.world.simulator.events;
  }

  /** Part of the run that is done, 0 to 1; counts only whole replications when traces end it. */
  get progress(): number {
    const { durationMs, replications } = this.scenario.run;
    if (this.#isDone) return 1;
    const current = durationMs === Number.POSITIVE_INFINITY ? 0 : this.nowMs / durationMs;
    return (this.#finished.length + current) / replications;
  }

  /**
   * Goes on for at most `maxEvents` events of the current replication, or until a trace needs
   * filling.
   *
   * @param untilMs where to stop at the latest, for hosts that show time passing.
   * @returns whether the whole run is done.
   * @throws ScenarioError when it turns out that the scenario makes no sense with its trace.
   */
  advance(maxEvents: number, untilMs = Number.POSITIVE_INFINITY): boolean {
    if (this.#isDone) return true;
    const { durationMs } = this.scenario.run;
    const { simulator } = this.#current.world;
    const horizons = this.#current.feeds.map((feed) => feed.horizonMs);
    const endMs = Math.min(durationMs, ...horizons);
    if (endMs < simulator.nowMs) return false;
    if (endMs === Number.POSITIVE_INFINITY) return this.#answerTheRest(maxEvents);
    const stopMs = Math.min(endMs, Math.max(untilMs, simulator.nowMs));
    const isThere = simulator.run(stopMs, maxEvents);
    if (isThere && stopMs === durationMs) this.#finishReplication();
    return this.#isDone;
  }

  /** All traces have ended: the run ends with the last answer, whatever the timeline still holds. */
  #answerTheRest(maxEvents: number): boolean {
    const { calls, simulator } = this.#current.world;
    let left = maxEvents;
    while (calls.open > 0 && left > 0 && simulator.step()) left -= 1;
    if (calls.open === 0) this.#finishReplication();
    return this.#isDone;
  }

  /** What is known so far; `complete` only when the run is done. */
  result(): Result {
    if (this.#isDone) return this.#resultOf(this.#finished);
    return this.#resultOf([...this.#finished, this.#snapshot()]);
  }

  #resultOf(all: readonly Finished[]): Result {
    const { scenario } = this;
    const windowMs = Math.max(...all.map((each) => each.windowMs));
    const { title, run } = scenario;
    const isEndless = run.durationMs === Number.POSITIVE_INFINITY;
    const durationMs = isEndless ? this.#measuredMs || this.nowMs : run.durationMs;
    const result: Result = {
      format: RESULT_FORMAT,
      version: RESULT_VERSION,
      twinwing: VERSION,
      scenario: {
        title,
        file: scenario.source.file.replace(/^.*\//, ''),
        seed: run.seed,
        durationMs,
        warmupMs: run.warmupMs,
        windowMs,
        replications: run.replications,
        ...(run.fidelity !== 'model' && { fidelity: run.fidelity }),
      },
      complete: this.#isDone,
      topology: topologyOf(scenario, this.#details),
      traffic: scenario.traffic.map(({ name, from, to, kind }) => {
        return { name, kind: kind.name, from, to };
      }),
      timeline: phasesOf(scenario).map((phase) => {
        return { ...phase, toMs: Math.min(phase.toMs, durationMs) };
      }),
      assumptions: assumptionsOf(scenario),
      replications: all.map((each) => foldWindows(each.replication, each.windowMs, windowMs)),
      verdicts: [],
    };
    const priced = priceAsStated(result, scenario.price);
    const verdicts = scenario.assertions.map((assertion) => judge(priced, assertion));
    const precision = run.until && { precision: precisionOf(priced, run.until) };
    return { ...priced, ...precision, verdicts };
  }

  #snapshot(): Finished {
    const { audits, recorder, simulator } = this.#current.world;
    const recorded = recorder.replication(this.#first + this.#finished.length, {
      simulatedMs: simulator.nowMs,
      events: simulator.events,
      fingerprint: simulator.fingerprint(),
    });
    const ledgers = audits.map((audit) => audit.facts());
    const replication = ledgers.length === 0 ? recorded : { ...recorded, ledgers };
    return { replication, windowMs: recorder.windowMs };
  }

  #finishReplication(): void {
    checkEnd(this.scenario, this.#current.world);
    this.#measuredMs ||= this.nowMs;
    this.#finished.push(this.#snapshot());
    this.#isDone = this.#isEnough();
    if (!this.#isDone) {
      this.#current = this.#build(this.#first + this.#finished.length);
    }
  }

  #isEnough(): boolean {
    const { run } = this.scenario;
    const done = this.#finished.length;
    if (done >= run.replications) return true;
    if (run.until === undefined || done < this.#nextLook) return false;
    this.#nextLook = nextLook(run, done);
    return precisionOf(this.#resultOf(this.#finished), run.until).isReached;
  }
}
