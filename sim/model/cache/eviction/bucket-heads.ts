import { grown } from '../../../engine/grown.ts';
import type { Random } from '../../../engine/random.ts';
import { scatter } from '../sketch/scatter.ts';
import { NO_SLOT } from './slot-lists.ts';

/** How many buckets libCacheSim's expected counts were made with, at the beginning. */
export const REFERENCE_BUCKETS = 4096;

/**
 * Draws as libCacheSim does: a bucket of its hash table at random, and of that bucket the object that
 * came last. The others of the bucket cannot be drawn until it leaves. The table doubles when there
 * are more objects than buckets.
 *
 * With as many objects as buckets that hides a third of them, and a policy that evicts the worst of a
 * sample does worse for it; it is here so that its counts can be reproduced.
 */
export class BucketHeads {
  #head: Int32Array;
  #length = 0;
  /** By slot: the object, and the slot that came before it in its bucket. */
  #object = new Int32Array(0);
  #next = new Int32Array(0);

  /** @param buckets a power of two. */
  constructor(buckets: number) {
    this.#head = new Int32Array(buckets).fill(NO_SLOT);
  }

  grow(slots: number): void {
    this.#object = grown(this.#object, slots);
    this.#next = grown(this.#next, slots);
  }

  add(slot: number, object: number): void {
    if (this.#length > this.#head.length) this.#double();
    this.#object[slot] = object;
    this.#push(slot);
    this.#length += 1;
  }

  remove(slot: number): void {
    const bucket = this.#bucketOf(slot);
    this.#length -= 1;
    let before = this.#head[bucket]!;
    if (before === slot) {
      this.#head[bucket] = this.#next[slot]!;
      return;
    }
    while (this.#next[before] !== slot) before = this.#next[before]!;
    this.#next[before] = this.#next[slot]!;
  }

  /** A slot at random, among those that can be drawn. */
  draw(random: Random): number {
    for (;;) {
      const slot = this.#head[random.uint32() & (this.#head.length - 1)]!;
      if (slot !== NO_SLOT) return slot;
    }
  }

  #bucketOf(slot: number): number {
    return scatter(this.#object[slot]!, 1) & (this.#head.length - 1);
  }

  #push(slot: number): void {
    const bucket = this.#bucketOf(slot);
    this.#next[slot] = this.#head[bucket]!;
    this.#head[bucket] = slot;
  }

  /** Old buckets one after another, each from its newest object on: within one, order turns round. */
  #double(): void {
    const old = this.#head;
    this.#head = new Int32Array(2 * old.length).fill(NO_SLOT);
    for (const head of old) {
      for (let slot = head; slot !== NO_SLOT; ) {
        const next = this.#next[slot]!;
        this.#push(slot);
        slot = next;
      }
    }
  }
}
