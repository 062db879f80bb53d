import type { Random } from '../../../../engine/random.ts';
import { FrequencySketch } from '../../sketch/frequency-sketch.ts';
import type { UnitCache, UnitContext } from '../policy.ts';
import { SlotLists } from '../slot-lists.ts';
import { WindowClimb } from '../window-climb.ts';

/** By object: its list; 0: it is not here. */
const ABSENT = 0;
const WINDOW = 1;
const PROBATION = 2;
const PROTECTED = 3;
const LISTS = 4;

export interface WTinyLfuSettings {
  readonly window: number;
  readonly protected: number;
  readonly doorkeeper: boolean;
  readonly climb: boolean;
  /** A loser that was asked for so often is let in with this chance. */
  readonly warmFrequency: number;
  readonly warmChance: number;
}

/** W-TinyLFU where one object leaves for one that comes. */
export class WTinyLfuUnits implements UnitCache {
  readonly #capacity: number;
  readonly #settings: WTinyLfuSettings;
  readonly #random: Random;
  readonly #lists = new SlotLists(LISTS);
  readonly #region: Uint8Array;
  readonly #length = new Int32Array(LISTS);
  readonly #sketch: FrequencySketch;
  readonly #climb: WindowClimb | undefined;
  #windowSize: number;
  #protectedSize: number;
  #used = 0;
  #mostUsed = 1;
  /** As in the policy: requests and misses of this period, and requests until it is looked at again. */
  #counted = 0;
  #missed = 0;
  #untilNext = 1;
  #untilClimb = 1;

  constructor({ capacity, objects, random }: UnitContext, settings: WTinyLfuSettings) {
    this.#capacity = capacity;
    this.#settings = settings;
    this.#random = random;
    this.#lists.grow(objects);
    this.#region = new Uint8Array(objects);
    this.#sketch = new FrequencySketch(1, settings.doorkeeper);
    this.#climb = settings.climb ? new WindowClimb(capacity) : undefined;
    const mainSize = Math.floor(capacity * (1 - settings.window));
    this.#windowSize = capacity - mainSize;
    this.#protectedSize = Math.floor(mainSize * settings.protected);
  }

  replay(object: Int32Array, from: number, to: number): number {
    const [regions, sketch, lists] = [this.#region, this.#sketch, this.#lists];
    let misses = 0;
    for (let request = from; request < to; request += 1) {
      const id = object[request]!;
      const region = regions[id]!;
      sketch.increment(id);
      if (region === PROBATION) this.#promote(id);
      else if (region !== ABSENT) lists.moveToHead(id, region);
      else {
        misses += 1;
        this.#missed += 1;
      }
      this.#untilClimb -= 1;
      if (this.#untilClimb === 0) this.#adapt();
      if (region === ABSENT) this.#enter(id);
    }
    return misses;
  }

  #promote(id: number): void {
    if (this.#protectedSize < 1) {
      this.#lists.moveToHead(id, PROBATION);
      return;
    }
    this.#move(id, PROBATION, PROTECTED);
    this.#trimProtected();
  }

  #enter(id: number): void {
    const isFull = this.#used === this.#capacity;
    const hasWindow = this.#windowSize >= 1;
    if (!hasWindow && isFull && !this.#wins(id, this.#victim())) return;
    if (isFull) this.#evict(hasWindow);
    const region = hasWindow ? WINDOW : PROBATION;
    this.#region[id] = region;
    this.#length[region]! += 1;
    this.#lists.pushHead(id, region);
    this.#used += 1;
    this.#trimWindow(0);
    if (this.#used <= this.#mostUsed) return;
    this.#mostUsed = this.#used;
    this.#sketch.grow(this.#used);
  }

  #evict(hasWindow: boolean): void {
    const candidate = hasWindow ? this.#trimWindow(1) : -1;
    const victim = this.#victim();
    const isContested = candidate >= 0 && candidate !== victim;
    const loser = isContested && !this.#wins(candidate, victim) ? candidate : victim;
    this.#length[this.#region[loser]!]! -= 1;
    this.#region[loser] = ABSENT;
    this.#lists.remove(loser);
    this.#used -= 1;
  }

  #wins(candidate: number, victim: number): boolean {
    const frequency = this.#sketch.estimate(candidate);
    if (frequency > this.#sketch.estimate(victim)) return true;
    const { warmFrequency, warmChance } = this.#settings;
    return frequency >= warmFrequency && this.#random.uniform() < warmChance;
  }

  #victim(): number {
    const length = this.#length;
    if (length[PROBATION] !== 0) return this.#lists.tail(PROBATION);
    return this.#lists.tail(length[PROTECTED] === 0 ? WINDOW : PROTECTED);
  }

  /** Until so many more have room in the window. @returns the first that fell out of it, or -1. */
  #trimWindow(entering: number): number {
    let first = -1;
    while (this.#length[WINDOW]! > 0 && this.#length[WINDOW]! + entering > this.#windowSize) {
      const oldest = this.#lists.tail(WINDOW);
      if (first < 0) first = oldest;
      this.#move(oldest, WINDOW, PROBATION);
    }
    return first;
  }

  #trimProtected(): void {
    while (this.#length[PROTECTED]! > this.#protectedSize) {
      this.#move(this.#lists.tail(PROTECTED), PROTECTED, PROBATION);
    }
  }

  #move(id: number, from: number, to: number): void {
    this.#length[from]! -= 1;
    this.#length[to]! += 1;
    this.#region[id] = to;
    this.#lists.moveToHead(id, to);
  }

  #adapt(): void {
    const period = this.#sketch.periodRequests;
    this.#counted += this.#untilNext;
    this.#untilNext = this.#counted < period ? period - this.#counted : period;
    this.#untilClimb = this.#untilNext;
    if (this.#counted < period) return;
    const change = this.#climb?.step((this.#counted - this.#missed) / this.#counted) ?? 0;
    this.#counted = 0;
    this.#missed = 0;
    if (change > 0) this.#widen(Math.min(change, this.#protectedSize));
    if (change < 0) this.#narrow(Math.min(-change, Math.max(0, this.#windowSize - 1)));
  }

  #widen(by: number): void {
    this.#windowSize += by;
    this.#protectedSize -= by;
    this.#trimProtected();
    for (let left = by; left > 0; left -= 1) {
      const from = this.#length[PROBATION] === 0 ? PROTECTED : PROBATION;
      if (this.#length[from] === 0) return;
      this.#move(this.#lists.tail(from), from, WINDOW);
    }
  }

  #narrow(by: number): void {
    this.#windowSize -= by;
    this.#protectedSize += by;
    for (let left = by; left > 0 && this.#length[WINDOW]! > 0; left -= 1) {
      this.#move(this.#lists.tail(WINDOW), WINDOW, PROBATION);
    }
  }
}
