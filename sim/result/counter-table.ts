/** Counters in typed arrays: totals, windows and phases. Those of one window lie together: they are added to together. */
import { grown } from './grown.ts';
import type { Labelled } from './labelled-ids.ts';
import type { CounterData } from './result.ts';

export class CounterTable {
  readonly #windowsEach: number;
  readonly #phasesEach: number;
  #totals = new Float64Array(0);
  /** Window after window, each with a row of counters. */
  #windows = new Float64Array(0);
  #rows = 0;
  #phases = new Float64Array(0);

  constructor(windowsEach: number, phasesEach: number) {
    this.#windowsEach = windowsEach;
    this.#phasesEach = phasesEach;
  }

  /** Makes room for counters up to `id`. */
  admit(id: number): void {
    if (id < this.#totals.length) return;
    const rows = Math.max(id + 1, 2 * this.#totals.length);
    this.#totals = grown(this.#totals, rows);
    const windows = new Float64Array(rows * this.#windowsEach);
    for (let window = 0; window < this.#windowsEach; window += 1) {
      const from = window * this.#rows;
      windows.set(this.#windows.subarray(from, from + this.#rows), window * rows);
    }
    this.#windows = windows;
    this.#rows = rows;
    this.#phases = grown(this.#phases, rows * this.#phasesEach);
  }

  addToWindow(id: number, window: number, amount: number): void {
    this.#windows[window * this.#rows + id]! += amount;
  }

  addToTotal(id: number, amount: number): void {
    this.#totals[id]! += amount;
  }

  addToPhase(id: number, phase: number, amount: number): void {
    this.#phases[id * this.#phasesEach + phase]! += amount;
  }

  /** Makes one window of every two. */
  fold(): void {
    const [each, rows] = [this.#windowsEach, this.#rows];
    for (let window = 0; window < each; window++) {
      for (let id = 0; id < rows; id++) {
        const from = 2 * window;
        const first = from < each ? this.#windows[from * rows + id]! : 0;
        const second = from + 1 < each ? this.#windows[(from + 1) * rows + id]! : 0;
        this.#windows[window * rows + id] = first + second;
      }
    }
  }

  data(id: number, { metric, labels }: Labelled, windows: number): CounterData {
    const series = Array.from(
      { length: windows },
      (_, window) => this.#windows[window * this.#rows + id]!,
    );
    return { metric, labels, total: this.#totals[id]!, windows: series };
  }

  during(id: number, { metric, labels }: Labelled, phase: number, name: string): CounterData {
    const total = this.#phases[id * this.#phasesEach + phase]!;
    return { metric, labels: { ...labels, during: name }, total, windows: [] };
  }
}
