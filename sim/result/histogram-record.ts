/** One metric with its labels as it is recorded: total, windows and phases. */
import { Histogram } from '../stats/histogram.ts';
import { HistogramWindows } from '../stats/histogram-windows.ts';
import type { Labelled } from './labelled-ids.ts';
import type { HistogramSeries } from './result.ts';

export class HistogramRecord {
  readonly #labelled: Labelled;
  readonly #total = new Histogram();
  readonly #windows: HistogramWindows | undefined;
  /** By phase; made when a phase gets its first value, for most labels see few phases. */
  readonly #phases: (Histogram | undefined)[];

  constructor(labelled: Labelled, phases: number, windows: boolean) {
    this.#labelled = labelled;
    this.#windows = windows ? new HistogramWindows() : undefined;
    this.#phases = new Array(phases).fill(undefined);
  }

  addToWindow(window: number, value: number): void {
    this.#windows?.record(window, value);
  }

  addToTotal(value: number): void {
    this.#total.record(value);
  }

  addToPhase(phase: number, value: number): void {
    let histogram = this.#phases[phase];
    if (histogram === undefined) {
      histogram = new Histogram();
      this.#phases[phase] = histogram;
    }
    histogram.record(value);
  }

  addManyToWindow(window: number, value: number, times: number): void {
    this.#windows?.recordMany(window, value, times);
  }

  addManyToTotal(value: number, times: number): void {
    this.#total.recordMany(value, times);
  }

  addManyToPhase(phase: number, value: number, times: number): void {
    this.#phases[phase] ??= new Histogram();
    this.#phases[phase].recordMany(value, times);
  }

  fold(): void {
    this.#windows?.fold();
  }

  data(windows: number): HistogramSeries {
    const each = this.#windows;
    const series = each ? Array.from({ length: windows }, (_, window) => each.data(window)) : [];
    return { ...this.#labelled, total: this.#total.data(), windows: series };
  }

  /** What was recorded in a phase, if anything was. */
  during(phase: number, name: string): HistogramSeries | undefined {
    const histogram = this.#phases[phase];
    if (histogram === undefined) return undefined;
    const { metric, labels } = this.#labelled;
    return { metric, labels: { ...labels, during: name }, total: histogram.data(), windows: [] };
  }
}
