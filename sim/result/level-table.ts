/**
 * Levels, such as how many wait: what each is now and since when. Their areas, level times ms, add up
 * like counts, so that they are kept, merged and divided as counters are; a mean over time is the area
 * over the time, whatever the moments at which the level changed.
 */
import { grown } from './grown.ts';

export class LevelTable {
  /** Ids of the counters that hold areas. */
  readonly ids: number[] = [];
  #level = new Float64Array(0);
  #sinceMs = new Float64Array(0);

  admit(id: number): void {
    if (this.ids.includes(id)) return;
    this.ids.push(id);
    this.#level = grown(this.#level, id + 1);
    this.#sinceMs = grown(this.#sinceMs, id + 1);
  }

  levelOf(id: number): number {
    return this.#level[id]!;
  }

  /** @returns since when the level is what it is; it has been settled up to now then. */
  settle(id: number, nowMs: number): number {
    const sinceMs = this.#sinceMs[id]!;
    this.#sinceMs[id] = nowMs;
    return sinceMs;
  }

  change(id: number, by: number): void {
    this.#level[id]! += by;
  }
}
