/**
 * The purges a cache has met, as running numbers. A copy remembers the number that was current
 * when it was asked for; a later purge of its object makes it worthless without touching it.
 */
export class PurgeLog {
  #count = 0;
  readonly #ofContent: number[] = [];
  readonly #ofObject = new Map<number, number>();

  add(content: number, objects: 'all' | readonly number[]): void {
    this.#count += 1;
    if (objects === 'all') this.#ofContent[content] = this.#count;
    else for (const object of objects) this.#ofObject.set(object, this.#count);
  }

  /** Number of the last purge that met the object; 0: none. */
  last(content: number, object: number): number {
    if (this.#count === 0) return 0;
    return Math.max(this.#ofContent[content] ?? 0, this.#ofObject.get(object) ?? 0);
  }
}
