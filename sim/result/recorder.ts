/**
 * What a running world reports to. Metrics and labels become integers while the world is built;
 * recording is then arithmetic on typed arrays.
 */
import { CounterTable } from './counter-table.ts';
import { HistogramRecord } from './histogram-record.ts';
import { LabelledIds } from './labelled-ids.ts';
import { LevelTable } from './level-table.ts';
import { type NamedSpan, PhaseMap } from './phase-map.ts';
import type { CounterData, HistogramSeries, Labels, Replication } from './result.ts';
import { WindowGrid } from './window-grid.ts';

export interface RecorderSettings {
  /** Wanted width of a window; see `Recorder.windowMs` for what it became. */
  readonly windowMs: number;
  /** End of the run, ms; may be Infinity. */
  readonly durationMs: number;
  /** What belongs to an earlier time counts in windows only. */
  readonly warmupMs: number;
  readonly phases: readonly NamedSpan[];
}

/** What the recorder cannot know of a replication. */
export type ReplicationFacts = Pick<Replication, 'simulatedMs' | 'events' | 'fingerprint'>;

export class Recorder {
  readonly #warmupMs: number;
  readonly #grid: WindowGrid;
  readonly #phases: PhaseMap;
  readonly #counterIds = new LabelledIds('counter');
  readonly #histogramIds = new LabelledIds('histogram');
  readonly #counters: CounterTable;
  readonly #histograms: HistogramRecord[] = [];
  readonly #levels = new LevelTable();
  /** What the last time belongs to: most of what happens next has the same. */
  readonly #lastMs = Float64Array.of(Number.NaN);
  #window = 0;
  #phasesAt: Int32Array;

  constructor({ windowMs, durationMs, warmupMs, phases }: RecorderSettings) {
    this.#warmupMs = warmupMs;
    this.#grid = new WindowGrid(windowMs, durationMs);
    this.#phases = new PhaseMap(phases);
    this.#counters = new CounterTable(this.#grid.capacity, this.#phases.names.length);
    this.#phasesAt = this.#phases.at(Number.NEGATIVE_INFINITY);
  }

  /** Width of a window now: it doubles whenever a run outgrows its windows. For the Result. */
  get windowMs(): number {
    return this.#grid.widthMs;
  }

  /** @returns the number to give to `add`. Only while the world is built. */
  counter(metric: string, labels: Labels): number {
    const id = this.#counterIds.id(metric, labels);
    this.#counters.admit(id);
    return id;
  }

  /** @returns the number to give to `changeLevel`; the level is 0 at first. As `counter`. */
  level(metric: string, labels: Labels): number {
    const id = this.#counterIds.id(metric, labels, 'level');
    this.#counters.admit(id);
    this.#levels.admit(id);
    return id;
  }

  /**
   * @returns the number to give to `record`. Only while the world is built.
   * @param options `windows: false` keeps totals only, where percentiles over time are not worth
   * their memory.
   */
  histogram(metric: string, labels: Labels, { windows = true } = {}): number {
    const id = this.#histogramIds.id(metric, labels);
    this.#histograms[id] ??= new HistogramRecord(
      this.#histogramIds.entries[id]!,
      this.#phases.names.length,
      windows,
    );
    return id;
  }

  /** @param atMs time that the thing belongs to: for a request, when it was meant to start. */
  add(id: number, amount: number, atMs: number): void {
    if (atMs !== this.#lastMs[0]) this.#turnTo(atMs);
    const counters = this.#counters;
    counters.addToWindow(id, this.#window, amount);
    if (atMs < this.#warmupMs) return;
    counters.addToTotal(id, amount);
    const phases = this.#phasesAt;
    for (let i = 0; i < phases.length; i++) counters.addToPhase(id, phases[i]!, amount);
  }

  /** @param atMs time that the thing belongs to: for a request, when it was meant to start. */
  record(id: number, value: number, atMs: number): void {
    if (atMs !== this.#lastMs[0]) this.#turnTo(atMs);
    const histogram = this.#histograms[id]!;
    histogram.addToWindow(this.#window, value);
    if (atMs < this.#warmupMs) return;
    histogram.addToTotal(value);
    const phases = this.#phasesAt;
    for (let i = 0; i < phases.length; i++) histogram.addToPhase(phases[i]!, value);
  }

  /** As `record`, for so many values that are alike, such as a push to many at once. @param times 1 or more. */
  recordMany(id: number, value: number, times: number, atMs: number): void {
    const histogram = this.#histograms[id]!;
    histogram.addManyToWindow(this.#windowAt(atMs), value, times);
    if (atMs < this.#warmupMs) return;
    histogram.addManyToTotal(value, times);
    const phases = this.#phases.at(atMs);
    for (let i = 0; i < phases.length; i++) histogram.addManyToPhase(phases[i]!, value, times);
  }

  /**
   * A level rises or falls, now; nodes that share its labels add up.
   *
   * @param nowMs never before the last change.
   */
  changeLevel(id: number, by: number, nowMs: number): void {
    if (by === 0) return;
    this.#settle(id, nowMs);
    this.#levels.change(id, by);
  }

  /** Adds what the level was since it changed, piece by piece: windows, warm-up and phases end in between. */
  #settle(id: number, nowMs: number): void {
    const level = this.#levels.levelOf(id);
    let fromMs = this.#levels.settle(id, nowMs);
    while (level !== 0 && fromMs < nowMs) {
      const edgeMs = this.#phases.nextEdgeMs(fromMs);
      const warmMs = fromMs < this.#warmupMs ? this.#warmupMs : nowMs;
      // First, because it may make windows wider.
      this.#windowAt(fromMs);
      const toMs = Math.min(nowMs, edgeMs, warmMs, this.#grid.endMs(fromMs));
      this.add(id, level * (toMs - fromMs), fromMs);
      fromMs = toMs;
    }
  }

  /** All that was recorded so far, as plain data; also while the run goes on. */
  replication(index: number, facts: ReplicationFacts): Replication {
    for (const id of this.#levels.ids) this.#settle(id, facts.simulatedMs);
    const windows = this.#grid.begun(facts.simulatedMs);
    const counters = this.#counterData(windows, facts.simulatedMs);
    return { index, ...facts, counters, histograms: this.#histogramData(windows) };
  }

  #turnTo(atMs: number): void {
    this.#window = this.#windowAt(atMs);
    this.#phasesAt = this.#phases.at(atMs);
    this.#lastMs[0] = atMs;
  }

  #windowAt(atMs: number): number {
    let window = this.#grid.windowAt(atMs);
    while (window >= this.#grid.capacity) {
      this.#fold();
      window = this.#grid.windowAt(atMs);
    }
    return window;
  }

  #fold(): void {
    this.#lastMs[0] = Number.NaN;
    this.#grid.fold();
    this.#counters.fold();
    for (const histogram of this.#histograms) histogram.fold();
  }

  /** A phase that was measured has all counters, for no errors in it is an answer too. */
  #counterData(windows: number, simulatedMs: number): CounterData[] {
    const entries = this.#counterIds.entries;
    const data = entries.map((entry, id) => this.#counters.data(id, entry, windows));
    this.#phases.names.forEach((name, phase) => {
      if (this.#phases.coveredMs(name, this.#warmupMs, simulatedMs) === 0) return;
      for (const [id, entry] of entries.entries()) {
        data.push(this.#counters.during(id, entry, phase, name));
      }
    });
    return data;
  }

  #histogramData(windows: number): HistogramSeries[] {
    const data = this.#histograms.map((histogram) => histogram.data(windows));
    this.#phases.names.forEach((name, phase) => {
      for (const histogram of this.#histograms) {
        const during = histogram.during(phase, name);
        if (during !== undefined) data.push(during);
      }
    });
    return data;
  }
}
