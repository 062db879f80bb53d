import { z } from 'zod';
import { grown } from '../../../engine/grown.ts';
import { count, ratio } from '../../../part/units.ts';
import { GhostQueue } from './ghost-queue.ts';
import { type EvictionPolicy, evictionPolicy } from './policy.ts';
import { RecencyLog } from './recency-log.ts';

interface Settings {
  readonly capacityBytes: number;
  /** Part of the capacity that the small queue has. */
  readonly small: number;
  /** Bytes of evicted objects remembered, as a part of the capacity. */
  readonly ghost: number;
  /** How often an object must be served in the small queue to be promoted. */
  readonly promoteAfter: number;
  /** Whether an object that fills the whole small queue may enter. */
  readonly asLarge: boolean;
}

/** A count of two bits, as the paper has it. */
const MAX_FREQUENCY = 3;

/**
 * A small FIFO queue in front of a main one, and a ghost queue of names.
 *
 *   new object:      ghost knows it -> main, else -> small
 *   evict, main over its size or small empty:
 *                    oldest of main: served since -> count - 1 and to its head, else leaves
 *   evict otherwise: oldest of small: served often enough -> head of main, else leaves, and the
 *                    ghost remembers its name
 *
 * Objects larger than the small queue are not admitted.
 */
class S3Fifo implements EvictionPolicy {
  readonly #smallBytes: number;
  readonly #mainBytes: number;
  readonly #promoteAfter: number;
  readonly #asLarge: boolean;
  readonly #small = new RecencyLog();
  readonly #main = new RecencyLog();
  readonly #ghost: GhostQueue;
  #smallUsed = 0;
  #mainUsed = 0;
  #knownToGhost = false;
  #object = new Int32Array(0);
  #bytes = new Float64Array(0);
  #frequency = new Uint8Array(0);
  #inMain = new Uint8Array(0);

  constructor({ capacityBytes, small, ghost, promoteAfter, asLarge }: Settings) {
    this.#smallBytes = Math.trunc(capacityBytes * small);
    this.#mainBytes = capacityBytes - this.#smallBytes;
    this.#promoteAfter = promoteAfter;
    this.#asLarge = asLarge;
    this.#ghost = new GhostQueue(Math.trunc(capacityBytes * ghost));
  }

  grow(slots: number): void {
    this.#small.grow(slots);
    this.#main.grow(slots);
    this.#object = grown(this.#object, slots);
    this.#bytes = grown(this.#bytes, slots);
    this.#frequency = grown(this.#frequency, slots);
    this.#inMain = grown(this.#inMain, slots);
  }

  admit(object: number, sizeBytes: number): boolean {
    this.#knownToGhost = this.#ghost.remove(object);
    return sizeBytes <= this.#smallBytes;
  }

  turnsAway(_object: number, sizeBytes: number): boolean {
    return !this.#asLarge && sizeBytes === this.#smallBytes && !this.#knownToGhost;
  }

  added(slot: number, object: number, sizeBytes: number): void {
    this.#object[slot] = object;
    this.#bytes[slot] = sizeBytes;
    this.#frequency[slot] = 0;
    if (this.#knownToGhost) this.#enterMain(slot);
    else this.#enterSmall(slot);
  }

  touched(slot: number): void {
    if (this.#frequency[slot]! < 255) this.#frequency[slot]! += 1;
  }

  evict(): number {
    for (;;) {
      const mainIsOver = this.#mainUsed > this.#mainBytes;
      if (mainIsOver || this.#small.length === 0) return this.#evictFromMain();
      const slot = this.#evictFromSmall();
      if (slot >= 0) return slot;
    }
  }

  removed(slot: number): void {
    if (this.#inMain[slot] === 1) this.#leaveMain(slot);
    else this.#leaveSmall(slot);
  }

  #evictFromMain(): number {
    for (;;) {
      const slot = this.#main.oldest();
      const frequency = this.#frequency[slot]!;
      this.#leaveMain(slot);
      if (frequency === 0) return slot;
      this.#frequency[slot] = Math.min(frequency, MAX_FREQUENCY) - 1;
      this.#enterMain(slot);
    }
  }

  /** @returns the evicted slot, or -1 when every object of the small queue was promoted. */
  #evictFromSmall(): number {
    while (this.#small.length > 0) {
      const slot = this.#small.oldest();
      const served = this.#frequency[slot]!;
      this.#leaveSmall(slot);
      if (served < this.#promoteAfter) {
        this.#ghost.add(this.#object[slot]!, this.#bytes[slot]!);
        return slot;
      }
      this.#frequency[slot] = 0;
      this.#enterMain(slot);
    }
    return -1;
  }

  #enterSmall(slot: number): void {
    this.#inMain[slot] = 0;
    this.#small.push(slot);
    this.#smallUsed += this.#bytes[slot]!;
  }

  #leaveSmall(slot: number): void {
    this.#small.remove(slot);
    this.#smallUsed -= this.#bytes[slot]!;
  }

  #enterMain(slot: number): void {
    this.#inMain[slot] = 1;
    this.#main.push(slot);
    this.#mainUsed += this.#bytes[slot]!;
  }

  #leaveMain(slot: number): void {
    this.#main.remove(slot);
    this.#mainUsed -= this.#bytes[slot]!;
  }
}

export const s3Fifo = evictionPolicy({
  name: 's3-fifo',
  summary: 'evicts from a small probation queue first; objects served there move to a main queue',
  source: 'Yang et al., FIFO Queues are All You Need for Cache Eviction, SOSP 2023, Algorithm 1',
  params: {
    small: ratio({ above: 0, max: 0.9 }).prefault('10%').describe('size of the small queue'),
    ghost: ratio({ max: 10 }).prefault('90%').describe('bytes of evicted objects remembered'),
    'promote-after': count({ min: 1, max: 3 })
      .prefault(2)
      .describe('times an object is served in the small queue before it is promoted'),
    'as-large': z
      .boolean()
      .default(true)
      .describe(
        'whether an object as large as the small queue may enter; false is what libCacheSim does',
      ),
  },
  make: (params, { capacityBytes }) =>
    new S3Fifo({
      capacityBytes,
      small: params.small,
      ghost: params.ghost,
      promoteAfter: params['promote-after'],
      asLarge: params['as-large'],
    }),
});
