/** A line on standard error that says how many caches are done, while somebody watches. */
import type { CacheRow } from '../index.ts';
import { formatValue } from '../report/format.ts';
import type { Host } from './host.ts';
import { CLEAR, progressBar } from './progress.ts';

export class CacheProgress {
  readonly #host: Host;
  readonly #startedMs = performance.now();

  constructor(host: Host) {
    this.#host = host;
  }

  show(done: number, of: number): void {
    if (!this.#host.isWatched) return;
    this.#host.err(`${CLEAR}${progressBar(done / of)} ${done} of ${of} caches`);
  }

  /** Takes the line away and says how fast it went. */
  end(rows: readonly CacheRow[]): void {
    if (!this.#host.isWatched) return;
    const seconds = (performance.now() - this.#startedMs) / 1000;
    const requests = rows.reduce((sum, row) => sum + row.requests * (row.sample ?? 1), 0);
    const speed = formatValue(requests / seconds, 'count');
    const took = `${rows.length} caches in ${seconds.toFixed(1)} s, ${speed} requests/s`;
    this.#host.err(`${CLEAR}${this.#host.errStyle.dim(took)}\n`);
  }
}
