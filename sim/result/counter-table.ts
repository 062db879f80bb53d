/** Counters as rows of typed arrays: totals, windows and phases. */
import { grown } from './grown.ts';
import type { Labelled } from './labelled-ids.ts';
import type { CounterData } from './result.ts';

export class CounterTable {
  readonly #windowsEach: number;
  readonly #phasesEach: number;
  #totals = new Float64Array(0);
  #windows = new Float64Array(0);
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
    this.#windows = grown(this.#windows, rows * this.#windowsEach);
    this.#phases = grown(this.#phases, rows * this.#phasesEach);
  }

  addToWindow(id: number, window: number, amount: number): void {
    this.#windows[id * this.#windowsEach + window]! += amount;
  }

  addToTotal(id: number, amount: number): void {
    this.#totals[id]! += amount;
  }

  addToPhase(id: number, phase: number, amount: number): void {
    this.#phases[id * this.#phasesEach + phase]! += amount;
  }

  /** Makes one window of every two. */
  fold(): void {
    const each = this.#windowsEach;
    for (let row = 0; row < this.#windows.length; row += each) {
      for (let window = 0; window < each; window++) {
        const from = 2 * window;
        const first = from < each ? this.#windows[row + from]! : 0;
        const second = from + 1 < each ? this.#windows[row + from + 1]! : 0;
        this.#windows[row + window] = first + second;
      }
    }
  }

  data(id: number, { metric, labels }: Labelled, windows: number): CounterData {
    const from = id * this.#windowsEach;
    const series = Array.from(this.#windows.subarray(from, from + windows));
    return { metric, labels, total: this.#totals[id]!, windows: series };
  }

  during(id: number, { metric, labels }: Labelled, phase: number, name: string): CounterData {
    const total = this.#phases[id * this.#phasesEach + phase]!;
    return { metric, labels: { ...labels, during: name }, total, windows: [] };
  }
}
