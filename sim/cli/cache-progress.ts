/** A line on standard error that says how many caches are done, while somebody watches. */
import type { Host } from './host.ts';
import { CLEAR, progressBar } from './progress.ts';

export class CacheProgress {
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  show(done: number, of: number): void {
    if (!this.#host.isWatched) return;
    this.#host.err(`${CLEAR}${progressBar(done / of)} ${done} of ${of} caches`);
  }

  end(): void {
    if (this.#host.isWatched) this.#host.err(CLEAR);
  }
}
