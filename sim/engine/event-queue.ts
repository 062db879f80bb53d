/**
 * Pending events in order of (time, sequence).
 *
 * A binary heap holds the near future. Three things make it fast. The child to go down to is chosen
 * without a branch, for a branch on random times is guessed wrong every other time. Taking the
 * first event leaves a hole at the top, and the event that its handler schedules next usually fills
 * it: one sift instead of two. The sequence number is read only when two times are equal.
 *
 * A heap costs more with each of its levels. When there are many events, those of the far future
 * wait in radix buckets. From there they come a few dozen at a time, as a run: sorted, with only its
 * first event in the heap, so that the heap holds hardly more than was scheduled at short notice.
 */
import { EventSlots } from './event-slots.ts';
import { grown } from './grown.ts';
import { RadixBuckets } from './radix-buckets.ts';

/** The heap begins at 1, so that children and grandchildren are found by shifts. */
const TOP = 1;
/** Times for each entry: the last one is compared with its grandchildren too. */
const ROOM = 4;
const FIRST_EVENTS = 64;
/** Below this many cancelled events nothing is swept: they take some 40 kB. */
const SWEEP_AT_LEAST = 1024;

/** When events change places; smaller in tests. */
export interface Limits {
  /** A heap of more events goes to the buckets: from about here on it is slower than they. */
  readonly heapAtMost: number;
  /** With fewer events in the buckets, all of them come at once. */
  readonly bucketsAtLeast: number;
  /** Events that come from the buckets at a time, at the least. */
  readonly refill: number;
}

const LIMITS: Limits = { heapAtMost: 1024, bucketsAtLeast: 256, refill: 16 };
const NONE = -1;

export class EventQueue {
  /**
   * When the event happens that `push` is told of. Not an argument: for each double that is handed
   * to a function, unless it is compiled into its caller, V8 allocates a box.
   */
  readonly newTime = new Float64Array(1);
  /** Heap: times, and the slot of each. Beyond the last entry, children included: Infinity. */
  #time = new Float64Array(ROOM * FIRST_EVENTS).fill(Number.POSITIVE_INFINITY);
  #slot = new Int32Array(FIRST_EVENTS);
  /** Entries of the heap, the hole included. */
  #size = 0;
  /** The run: what came from the buckets, in order. Its first event is in the heap, for all others. */
  #runTime = new Float64Array(FIRST_EVENTS);
  #runSlot = new Int32Array(FIRST_EVENTS);
  #runAt = 0;
  #runEnd = 0;
  /** Slot of the event of the run that is in the heap. */
  #runner = NONE;
  /** What the events are. */
  readonly slots = new EventSlots();
  #hasHole = false;
  #cancelled = 0;
  readonly #far = new RadixBuckets(this.newTime);
  /** Events from this time on go to the buckets. */
  #horizonMs = Number.POSITIVE_INFINITY;
  /** The same for the hole at the top, which the run fills if there is one. */
  #fillBeforeMs = Number.POSITIVE_INFINITY;
  #cutAt: number;
  readonly #limits: Limits;

  constructor(limits = LIMITS) {
    this.#limits = limits;
    this.#cutAt = limits.heapAtMost;
  }

  /** Events that will fire. */
  get length(): number {
    return this.#held - (this.#hasHole ? 1 : 0) - this.#cancelled;
  }

  /** Entries of all places. */
  get #held(): number {
    return this.#size + this.#runEnd - this.#runAt + this.#far.length;
  }

  /**
   * Takes an event in, at the time that is in `newTime`.
   *
   * @returns the slot that holds the event.
   */
  push(kind: number, a: number, b: number): number {
    const time = this.newTime[0]!;
    if (!this.#hasHole || time >= this.#fillBeforeMs) return this.#pushAside(kind, a, b);
    this.#hasHole = false;
    this.#time[TOP] = time;
    const slot = this.#slot[TOP]!;
    this.slots.write(slot, kind, a, b);
    this.#sink(TOP);
    return slot;
  }

  /** Time of the first event, cancelled or not; Infinity when there is none. */
  firstTime(): number {
    if (this.#hasHole) this.#dropHole();
    if (this.#size === 0) this.#refill();
    return this.#time[TOP]!;
  }

  /** Takes the first event out. Its record stays readable until the next push. */
  takeFirst(): number {
    const slot = this.#slot[TOP]!;
    this.#hasHole = true;
    this.slots.age(slot);
    return slot;
  }

  /** The event that was taken last had been cancelled. */
  passOver(): void {
    this.#cancelled -= 1;
  }

  /** @returns whether the event was still pending. */
  cancel(slot: number, generation: number): boolean {
    const { slots } = this;
    if (slots.generation(slot) !== generation || slots.isCancelled(slot)) return false;
    slots.cancel(slot);
    this.#cancelled += 1;
    if (this.#cancelled > SWEEP_AT_LEAST && 2 * this.#cancelled > this.#held) this.#sweep();
    return true;
  }

  /** Not into the hole at the top. */
  #pushAside(kind: number, a: number, b: number): number {
    let slot: number;
    if (this.#hasHole) {
      slot = this.#slot[TOP]!;
      this.#closeHole();
    } else {
      slot = this.slots.take();
    }
    this.slots.write(slot, kind, a, b);
    if (this.newTime[0]! < this.#horizonMs) this.#rise(slot);
    else this.#far.push(slot);
    return slot;
  }

  /** Puts a new event at the end of the heap and lets it rise. Ties stay below: first in, first out. */
  #rise(newSlot: number): void {
    if (this.#size >= this.#cutAt) {
      this.#cut();
      if (this.newTime[0]! >= this.#horizonMs) {
        this.#far.push(newSlot);
        return;
      }
    }
    this.#size += 1;
    if (this.#size === this.#slot.length) this.#growHeap();
    const times = this.#time;
    const slots = this.#slot;
    const time = this.newTime[0]!;
    let hole = this.#size;
    while (hole > TOP) {
      const parent = hole >> 1;
      const parentTime = times[parent]!;
      if (parentTime <= time) break;
      times[hole] = parentTime;
      slots[hole] = slots[parent]!;
      hole = parent;
    }
    times[hole] = time;
    slots[hole] = newSlot;
  }

  /** Nobody filled the hole that the last event left. */
  #dropHole(): void {
    this.slots.release(this.#slot[TOP]!);
    this.#closeHole();
  }

  /** Puts the next of the run at the top, when the last one was there, or the last entry. */
  #closeHole(): void {
    this.#hasHole = false;
    if (this.#slot[TOP] !== this.#runner) this.#removeTop();
    else if (this.#runAt === this.#runEnd) this.#endRun();
    else {
      this.#time[TOP] = this.#runTime[this.#runAt]!;
      this.#runner = this.#runSlot[this.#runAt]!;
      this.#slot[TOP] = this.#runner;
      this.#runAt += 1;
      if (this.#size > 1) this.#sink(TOP);
    }
  }

  #endRun(): void {
    this.#runner = NONE;
    this.#fillBeforeMs = this.#horizonMs;
    this.#removeTop();
  }

  /** Closes the top with the last entry. */
  #removeTop(): void {
    const last = this.#size;
    this.#size -= 1;
    this.#time[TOP] = this.#time[last]!;
    this.#slot[TOP] = this.#slot[last]!;
    this.#time[last] = Number.POSITIVE_INFINITY;
    if (last > 2) this.#sink(TOP);
  }

  /**
   * Lets an event sink from a place of the heap: what is earlier comes up. It goes two levels at a
   * time: the processor compares grandchildren while it still waits for the children.
   */
  #sink(from: number): void {
    const times = this.#time;
    const slots = this.#slot;
    let hole = from | 0;
    const time = times[hole]!;
    const slot = slots[hole]!;
    for (;;) {
      const left = hole << 1;
      const below = hole << 2;
      const leftTime = times[left]!;
      const rightTime = times[left | 1]!;
      const isRight = +(rightTime < leftTime);
      const one = +(times[below | 1]! < times[below]!);
      const other = +(times[below | 3]! < times[below | 2]!);
      let child = left | isRight;
      let next = below | (isRight << 1) | (one ^ ((one ^ other) & -isRight));
      const childTime = times[child]!;
      if (time < childTime) break;
      if (leftTime === rightTime) {
        child = this.#older(left);
        next = (child << 1) | +(times[(child << 1) | 1]! < times[child << 1]!);
      }
      if (time === childTime && this.slots.isOlder(slot, slots[child]!)) break;
      times[hole] = childTime;
      slots[hole] = slots[child]!;
      hole = child;
      const nextTime = times[next]!;
      if (time < nextTime) break;
      if (nextTime === times[next ^ 1]) next = this.#older(next & ~1);
      if (time === nextTime && this.slots.isOlder(slot, slots[next]!)) break;
      times[hole] = nextTime;
      slots[hole] = slots[next]!;
      hole = next;
    }
    times[hole] = time;
    slots[hole] = slot;
  }

  /** Of two neighbours with one time. */
  #older(left: number): number {
    return this.slots.isOlder(this.#slot[left]!, this.#slot[left | 1]!) ? left : left | 1;
  }

  /** Orders all entries anew (Floyd 1964). */
  #heapify(): void {
    for (let entry = this.#size >> 1; entry >= TOP; entry -= 1) {
      this.#sink(entry);
    }
  }

  /** Heap and run are empty: the next events come from the buckets. */
  #refill(): void {
    const far = this.#far;
    const takesAll = far.length < this.#limits.bucketsAtLeast;
    const wanted = takesAll ? far.length : this.#limits.refill;
    let end = 0;
    while (far.length > 0 && end === 0) {
      let bucket = NONE;
      while (far.length > 0 && end < wanted) {
        bucket = far.earliest();
        const next = end + far.count(bucket);
        if (next > this.#runSlot.length) this.#growRun(next);
        far.moveOut(bucket, this.#runTime, this.#runSlot, end);
        end = next;
      }
      this.#horizonMs = takesAll ? Number.POSITIVE_INFINITY : far.endOf(bucket);
      end = this.#dropCancelled(this.#runTime, this.#runSlot, 0, end);
    }
    this.#runAt = 0;
    this.#runEnd = end;
    this.#cutAt = this.#limits.heapAtMost;
    if (end > 0) this.#startRun();
  }

  /** All of a run but its first event waits outside of the heap. */
  #startRun(): void {
    this.#time[TOP] = this.#runTime[0]!;
    this.#runner = this.#runSlot[0]!;
    this.#slot[TOP] = this.#runner;
    this.#runAt = 1;
    this.#size = 1;
    this.#fillBeforeMs = Number.NEGATIVE_INFINITY;
  }

  /** Takes the rest of the run into the heap. */
  #joinRun(): void {
    for (; this.#runAt < this.#runEnd; this.#runAt += 1) {
      this.#size += 1;
      if (this.#size === this.#slot.length) this.#growHeap();
      this.#time[this.#size] = this.#runTime[this.#runAt]!;
      this.#slot[this.#size] = this.#runSlot[this.#runAt]!;
    }
    this.#runner = NONE;
    this.#fillBeforeMs = this.#horizonMs;
    this.#heapify();
  }

  /**
   * Takes cancelled events out of a part of the heap or of the run. Doing so early also brings the
   * records into the cache, many at a time: misses of reads that do not wait for each other
   * overlap, those of one event after another would not.
   *
   * @returns where the part ends now.
   */
  #dropCancelled(times: Float64Array, slots: Int32Array, from: number, to: number): number {
    let kept = from;
    for (let entry = from; entry < to; entry += 1) {
      const slot = slots[entry]!;
      if (!this.#isKept(slot)) continue;
      times[kept] = times[entry]!;
      slots[kept] = slot;
      kept += 1;
    }
    return kept;
  }

  /** Sends what is near to the buckets. */
  #cut(): void {
    const far = this.#far;
    this.#cutAt = 2 * this.#size;
    // Only ties make a run long, and nothing before them could go to the buckets.
    if (this.#runEnd - this.#runAt > this.#limits.heapAtMost) return;
    const time = this.newTime[0]!;
    this.#joinRun();
    const [times, slots] = this.#drained();
    if (far.length === 0) far.anchorAt(times[0]!);
    // After a look at the first event there may be others before what the buckets begin with.
    let kept = 0;
    while (times[kept]! < far.anchorMs) kept += 1;
    this.#time.set(times.subarray(0, kept), TOP);
    this.#slot.set(slots.subarray(0, kept), TOP);
    this.#size = kept;
    for (let entry = kept; entry < times.length; entry += 1) {
      this.newTime[0] = times[entry]!;
      far.push(slots[entry]!);
    }
    this.newTime[0] = time;
    this.#horizonMs = far.anchorMs;
    this.#fillBeforeMs = far.anchorMs;
    this.#cutAt = Math.max(this.#limits.heapAtMost, 2 * kept);
  }

  /** All entries of the heap in order; the heap is empty then. */
  #drained(): [Float64Array, Int32Array] {
    const times = new Float64Array(this.#size);
    const slots = new Int32Array(this.#size);
    for (let entry = 0; entry < times.length; entry += 1) {
      times[entry] = this.#time[TOP]!;
      slots[entry] = this.#slot[TOP]!;
      this.#removeTop();
    }
    return [times, slots];
  }

  /** Forgets all cancelled events. */
  #sweep(): void {
    if (this.#hasHole) this.#dropHole();
    this.#joinRun();
    const end = this.#dropCancelled(this.#time, this.#slot, TOP, this.#size + 1);
    this.#time.fill(Number.POSITIVE_INFINITY, end, this.#size + 1);
    this.#size = end - TOP;
    this.#heapify();
    this.#far.filter((slot) => this.#isKept(slot));
  }

  /** Frees the slot of a cancelled event. */
  #isKept(slot: number): boolean {
    const { slots } = this;
    if (!slots.isCancelled(slot)) return true;
    slots.age(slot);
    slots.release(slot);
    this.#cancelled -= 1;
    return false;
  }

  #growHeap(): void {
    const { length } = this.#slot;
    this.#slot = grown(this.#slot, 2 * length);
    this.#time = grown(this.#time, ROOM * 2 * length).fill(Number.POSITIVE_INFINITY, this.#size);
  }

  #growRun(events: number): void {
    this.#runTime = grown(this.#runTime, events);
    this.#runSlot = grown(this.#runSlot, events);
  }
}
