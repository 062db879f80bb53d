import { grown } from '../../../../engine/grown.ts';

const MOST_TIMES = 65_535;

/** What a slot holds, and how it was served since it was stored. */
export class CachedObjects {
  object = new Int32Array(0);
  bytes = new Float64Array(0);
  lastAt = new Float64Array(0);
  /** Times it was asked for, that which stored it included. */
  times = new Uint16Array(0);

  grow(slots: number): void {
    this.object = grown(this.object, slots);
    this.bytes = grown(this.bytes, slots);
    this.lastAt = grown(this.lastAt, slots);
    this.times = grown(this.times, slots);
  }

  stored(slot: number, object: number, sizeBytes: number, now: number): void {
    this.object[slot] = object;
    this.bytes[slot] = sizeBytes;
    this.lastAt[slot] = now;
    this.times[slot] = 1;
  }

  served(slot: number, now: number): void {
    this.lastAt[slot] = now;
    if (this.times[slot]! < MOST_TIMES) this.times[slot]! += 1;
  }

  /** What an object is worth beside others of its group: how often in how long, for each byte. */
  worth(slot: number, now: number): number {
    return this.times[slot]! / ((now - this.lastAt[slot]! + 1) * Math.max(1, this.bytes[slot]!));
  }
}
