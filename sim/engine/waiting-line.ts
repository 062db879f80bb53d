/**
 * Those who wait for a turn, by priority and, inside a priority, first come first served; anybody
 * may leave from the middle. A heap whose spots know where they stand: O(log n) for each change,
 * and O(1) to join a line in which all have the same priority.
 */

/** Somebody's place in a line. */
export interface Spot<T> {
  readonly item: T;
  readonly priority: number;
  readonly order: number;
  /** Index in the heap; `GONE` after leaving. */
  at: number;
}

const GONE = -1;

export class WaitingLine<T> {
  readonly #heap: Spot<T>[] = [];
  #joined = 0;

  get length(): number {
    return this.#heap.length;
  }

  /** @param priority lower is sooner. */
  join(item: T, priority = 0): Spot<T> {
    const spot = { item, priority, order: this.#joined, at: this.#heap.length };
    this.#joined += 1;
    this.#heap.push(spot);
    this.#rise(spot);
    return spot;
  }

  /** Who is next; the line must not be empty. */
  first(): T {
    return this.#heap[0]!.item;
  }

  /** Takes out who is next; the line must not be empty. */
  takeFirst(): T {
    const spot = this.#heap[0]!;
    this.leave(spot);
    return spot.item;
  }

  /** Harmless for who has left already. */
  leave(spot: Spot<T>): void {
    if (spot.at === GONE) return;
    const last = this.#heap.pop()!;
    if (last !== spot) {
      this.#put(last, spot.at);
      this.#rise(last);
      this.#sink(last);
    }
    spot.at = GONE;
  }

  #rise(spot: Spot<T>): void {
    while (spot.at > 0) {
      const parent = this.#heap[(spot.at - 1) >> 1]!;
      if (isBefore(parent, spot)) return;
      this.#swap(parent, spot);
    }
  }

  #sink(spot: Spot<T>): void {
    for (;;) {
      const left = this.#heap[2 * spot.at + 1];
      if (left === undefined) return;
      const right = this.#heap[2 * spot.at + 2];
      const child = right !== undefined && isBefore(right, left) ? right : left;
      if (isBefore(spot, child)) return;
      this.#swap(spot, child);
    }
  }

  #swap(one: Spot<T>, other: Spot<T>): void {
    const { at } = one;
    this.#put(one, other.at);
    this.#put(other, at);
  }

  #put(spot: Spot<T>, at: number): void {
    spot.at = at;
    this.#heap[at] = spot;
  }
}

const isBefore = (one: Spot<unknown>, other: Spot<unknown>): boolean =>
  one.priority < other.priority || (one.priority === other.priority && one.order < other.order);
