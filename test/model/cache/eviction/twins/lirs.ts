import type { Twin } from './twin.ts';

interface Entry {
  readonly object: number;
  readonly size: number;
  isLow: boolean;
  isHere: boolean;
}

/** The stack and the queue of the paper as arrays, oldest first; entries of both are the same things. */
export class LirsTwin implements Twin {
  readonly #capacity: number;
  readonly #high: number;
  readonly #low: number;
  #stack: Entry[] = [];
  #queue: Entry[] = [];
  #gone: Entry[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#high = Math.max(1, Math.floor(capacity / 100));
    this.#low = capacity - this.#high;
  }

  request(object: number, size: number): boolean {
    const isHit = this.#request(object, size);
    while (this.#gone.length > 0 && bytes(this.#stack) > 2 * this.#capacity) {
      const [name] = this.#gone;
      this.#stack = without(this.#stack, name!);
      this.#gone.shift();
    }
    return isHit;
  }

  purge(object: number): void {
    const entry = this.#find(object);
    if (entry?.isHere !== true) return;
    this.#stack = without(this.#stack, entry);
    this.#queue = without(this.#queue, entry);
    this.#prune();
  }

  #find(object: number): Entry | undefined {
    return [...this.#stack, ...this.#queue].find((entry) => entry.object === object);
  }

  #request(object: number, size: number): boolean {
    const entry = this.#find(object);
    if (entry?.isHere === true) {
      this.#hit(entry);
      return true;
    }
    if (size > this.#high) return false;
    const fresh = { object, size, isLow: entry !== undefined, isHere: true };
    if (entry !== undefined) {
      this.#stack = without(this.#stack, entry);
      this.#gone = without(this.#gone, entry);
    }
    while (this.#used() + size > this.#capacity) this.#leave();
    if (entry !== undefined) this.#demote(size, fresh);
    else if (bytes(this.#lows()) + size <= this.#low) fresh.isLow = true;
    else {
      while (this.#queue.length > 0 && bytes(this.#queue) + size > this.#high) this.#leave();
    }
    this.#stack.push(fresh);
    if (!fresh.isLow) this.#queue.push(fresh);
    return false;
  }

  #hit(entry: Entry): void {
    const inStack = this.#stack.includes(entry);
    const wasOldest = this.#stack[0] === entry;
    this.#stack = [...without(this.#stack, entry), entry];
    if (entry.isLow) {
      if (wasOldest) this.#prune();
      return;
    }
    this.#queue = without(this.#queue, entry);
    if (inStack) {
      entry.isLow = true;
      this.#demote(0, entry);
      return;
    }
    this.#queue.push(entry);
    this.#stack = without(this.#stack, entry);
    this.#demote(entry.size, entry);
    this.#stack.push(entry);
  }

  /** Until `size` bytes more of low recency have room; the served object does not leave for that. */
  #demote(size: number, served: Entry): void {
    while (bytes(this.#lows()) + size > this.#low) {
      this.#prune();
      const entry = this.#stack.shift();
      if (entry === undefined) return;
      while (this.#queue.length > 0 && bytes(this.#queue) + entry.size > this.#high) {
        if (this.#queue[0] === served) break;
        this.#leave();
      }
      entry.isLow = false;
      this.#queue.push(entry);
      this.#prune();
    }
  }

  #leave(): void {
    if (this.#queue.length === 0) {
      const entry = this.#stack.shift()!;
      entry.isLow = false;
      this.#queue.push(entry);
      this.#prune();
    }
    const entry = this.#queue.shift()!;
    entry.isHere = false;
    if (this.#stack.includes(entry)) this.#gone.push(entry);
  }

  #prune(): void {
    while (this.#stack.length > 0 && !this.#stack[0]!.isLow) {
      this.#gone = without(this.#gone, this.#stack.shift()!);
    }
  }

  #lows(): Entry[] {
    return this.#stack.filter(({ isLow }) => isLow);
  }

  #used(): number {
    return bytes(this.#lows()) + bytes(this.#queue);
  }
}

const bytes = (entries: readonly Entry[]) => entries.reduce((sum, { size }) => sum + size, 0);
const without = (entries: readonly Entry[], entry: Entry) =>
  entries.filter((other) => other !== entry);
