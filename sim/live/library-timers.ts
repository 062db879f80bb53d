/**
 * Timers that libraries begin during a run, and forget when its connections break: a log-in that is waited for for a
 * minute would keep this process for a minute. When the run is over nobody waits for them any more.
 */

type Begin = (...given: never[]) => NodeJS.Timeout;

export class LibraryTimers {
  readonly #set = globalThis.setTimeout;
  readonly #clear = globalThis.clearTimeout;
  readonly #open = new Set<NodeJS.Timeout>();

  /** From now on; `NodeJS.Timeout` is what libraries get, as ever. */
  constructor() {
    const begin = (act: (...given: unknown[]) => void, ms?: number, ...given: unknown[]) => {
      const timer = this.#set(() => {
        this.#open.delete(timer);
        act(...given);
      }, ms);
      this.#open.add(timer);
      return timer;
    };
    globalThis.setTimeout = Object.assign(begin as Begin, this.#set) as typeof setTimeout;
    globalThis.clearTimeout = (timer) => {
      this.#open.delete(timer as NodeJS.Timeout);
      this.#clear(timer);
    };
  }

  /** The run is over. */
  release(): void {
    globalThis.setTimeout = this.#set;
    globalThis.clearTimeout = this.#clear;
    for (const timer of this.#open) timer.unref();
  }
}
