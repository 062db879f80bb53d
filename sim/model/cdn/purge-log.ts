/**
 * The purges a cache has met, as running numbers. A copy remembers the number that was current when it
 * was asked for; a later purge of its object makes it worthless, or a soft one stale, without touching
 * it.
 */
export class PurgeLog {
  /** When each purge came, ms, by its number. */
  readonly #timesMs: number[] = [0];
  readonly #hard = new Marks();
  readonly #soft = new Marks();

  /** @param isSoft whether copies may still be served stale. */
  add(content: number, objects: 'all' | readonly number[], isSoft: boolean, nowMs: number): void {
    const number = this.#timesMs.length;
    this.#timesMs.push(nowMs);
    (isSoft ? this.#soft : this.#hard).set(content, objects, number);
  }

  /** Number of the last purge that met the object and took its copies away; 0: none. */
  last(content: number, object: number): number {
    return this.#timesMs.length === 1 ? 0 : this.#hard.last(content, object);
  }

  /** The same of soft purges. */
  lastSoft(content: number, object: number): number {
    return this.#timesMs.length === 1 ? 0 : this.#soft.last(content, object);
  }

  timeMs(purge: number): number {
    return this.#timesMs[purge]!;
  }
}

/** The last number of each object, as far as anything has met it. */
class Marks {
  readonly #ofContent: number[] = [];
  readonly #ofObject = new Map<number, number>();

  set(content: number, objects: 'all' | readonly number[], number: number): void {
    if (objects === 'all') this.#ofContent[content] = number;
    else for (const object of objects) this.#ofObject.set(object, number);
  }

  last(content: number, object: number): number {
    return Math.max(this.#ofContent[content] ?? 0, this.#ofObject.get(object) ?? 0);
  }
}
