/** Groups of packets on their way over one leg; slots in a pool. */
import { grown } from '../../../../engine/grown.ts';

const FIRST_SLOTS = 256;

export class Groups {
  leg = new Int32Array(0);
  sentMs = new Float64Array(0);
  /** Bytes that were sent, by what they are. */
  voice = new Float64Array(0);
  screen = new Float64Array(0);
  video = new Float64Array(0);
  padding = new Float64Array(0);
  /** Part of them that has not been lost so far, 0 to 1. */
  share = new Float64Array(0);
  /** Packets at the beginning; a fraction stands for a packet that is not full. */
  packets = new Float64Array(0);
  readonly #free: number[] = [];
  #slots = 0;

  take(leg: number, sentMs: number): number {
    const group = this.#free.pop() ?? this.#newSlot();
    this.leg[group] = leg;
    this.sentMs[group] = sentMs;
    this.share[group] = 1;
    return group;
  }

  release(group: number): void {
    this.#free.push(group);
  }

  sentBytes(group: number): number {
    return this.voice[group]! + this.screen[group]! + this.video[group]! + this.padding[group]!;
  }

  /** Bytes that are left. */
  bytes(group: number): number {
    return this.sentBytes(group) * this.share[group]!;
  }

  #newSlot(): number {
    if (this.#slots === this.leg.length) this.#grow(Math.max(FIRST_SLOTS, this.#slots * 2));
    this.#slots += 1;
    return this.#slots - 1;
  }

  #grow(slots: number): void {
    this.leg = grown(this.leg, slots);
    this.sentMs = grown(this.sentMs, slots);
    this.voice = grown(this.voice, slots);
    this.screen = grown(this.screen, slots);
    this.video = grown(this.video, slots);
    this.padding = grown(this.padding, slots);
    this.share = grown(this.share, slots);
    this.packets = grown(this.packets, slots);
  }
}
