/**
 * How many requests an object stays in a cache that evicts in order of arrival: as many as bring
 * misses for all that it holds. Learned policies measure their horizons by it, so that they fit
 * caches of every size without being told.
 */
export class Lifetime {
  /** Requests; Infinity until it was measured. */
  requests = Number.POSITIVE_INFINITY;
  #measuredAt = 0;
  #misses = 0;

  missed(): void {
    this.#misses += 1;
  }

  /** Measures it over the requests since the last time; keeps what it was when none missed. */
  measure(now: number, objectsHeld: number): void {
    if (this.#misses === 0) return;
    this.requests = (objectsHeld * (now - this.#measuredAt)) / this.#misses;
    this.#measuredAt = now;
    this.#misses = 0;
  }
}
