/**
 * Those who wait for a turn, by priority and, inside a priority, first come first served; anybody
 * may leave from the middle. While all have the same priority it is a linked list, and every change
 * is O(1); otherwise a heap whose spots know where they stand, O(log n).
 */

/** Somebody's place in a line. */
export class Spot<T> {
  readonly item: T;
  readonly priority: number;
  readonly order: number;
  /** Index in the heap; `LISTED` while the line is a list, `GONE` after leaving. */
  at = LISTED;
  before: Spot<T> | undefined;
  after: Spot<T> | undefined;

  constructor(item: T, priority: number, order: number) {
    this.item = item;
    this.priority = priority;
    this.order = order;
  }
}

const GONE = -1;
const LISTED = -2;

export class WaitingLine<T> {
  /** Number of those who wait. */
  length = 0;
  #first: Spot<T> | undefined;
  #last: Spot<T> | undefined;
  /** Holds everybody once two priorities have met, until the line is empty again. */
  #heap: Spot<T>[] | undefined;
  #joined = 0;

  /** @param priority lower is sooner. */
  join(item: T, priority = 0): Spot<T> {
    const spot = new Spot(item, priority, this.#joined);
    this.#joined += 1;
    this.length += 1;
    const last = this.#last;
    if (this.#heap === undefined && (last === undefined || last.priority === priority)) {
      this.#append(spot, last);
    } else {
      this.#heap ??= this.#listed();
      this.#put(spot, this.#heap.length);
      this.#rise(spot);
    }
    return spot;
  }

  /** Who is next; the line must not be empty. */
  first(): T {
    return this.#next().item;
  }

  /** Takes out who is next; the line must not be empty. */
  takeFirst(): T {
    const spot = this.#next();
    this.leave(spot);
    return spot.item;
  }

  /** Harmless for who has left already. */
  leave(spot: Spot<T>): void {
    if (spot.at === GONE) return;
    this.length -= 1;
    if (spot.at === LISTED) this.#unlink(spot);
    else this.#cutOut(spot, this.#heap!);
    spot.at = GONE;
    if (this.length === 0) this.#heap = undefined;
  }

  #next(): Spot<T> {
    return this.#heap === undefined ? this.#first! : this.#heap[0]!;
  }

  #append(spot: Spot<T>, last: Spot<T> | undefined): void {
    spot.before = last;
    if (last === undefined) this.#first = spot;
    else last.after = spot;
    this.#last = spot;
  }

  #unlink({ before, after }: Spot<T>): void {
    if (before === undefined) this.#first = after;
    else before.after = after;
    if (after === undefined) this.#last = before;
    else after.before = before;
  }

  /** The list as a heap, which it is: in order. The list is empty then. */
  #listed(): Spot<T>[] {
    const spots: Spot<T>[] = [];
    for (let spot = this.#first; spot !== undefined; spot = spot.after) {
      spot.at = spots.length;
      spots.push(spot);
    }
    this.#first = undefined;
    this.#last = undefined;
    return spots;
  }

  #cutOut(spot: Spot<T>, heap: Spot<T>[]): void {
    const last = heap.pop()!;
    if (last === spot) return;
    this.#put(last, spot.at);
    this.#rise(last);
    this.#sink(last);
  }

  #rise(spot: Spot<T>): void {
    while (spot.at > 0) {
      const parent = this.#heap![(spot.at - 1) >> 1]!;
      if (isBefore(parent, spot)) return;
      this.#swap(parent, spot);
    }
  }

  #sink(spot: Spot<T>): void {
    const heap = this.#heap!;
    for (;;) {
      const left = heap[2 * spot.at + 1];
      if (left === undefined) return;
      const right = heap[2 * spot.at + 2];
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
    this.#heap![at] = spot;
  }
}

const isBefore = (one: Spot<unknown>, other: Spot<unknown>): boolean =>
  one.priority < other.priority || (one.priority === other.priority && one.order < other.order);
