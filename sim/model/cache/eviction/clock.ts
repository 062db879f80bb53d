import { grown } from '../../../engine/grown.ts';
import { count } from '../../../part/units.ts';
import { type EvictionPolicy, evictionPolicy } from './policy.ts';
import { RecencyLog } from './recency-log.ts';
import { ClockUnits } from './units/clock-units.ts';

/**
 * FIFO with second chances: an object that was served since the hand last came by is not evicted but
 * enters again, with one chance less. The ring that the hand of a clock goes round is a line whose
 * oldest re-enters as its newest.
 */
class Clock implements EvictionPolicy {
  readonly #line = new RecencyLog();
  readonly #mostChances: number;
  #chances = new Uint8Array(0);

  /** @param bits of each object's counter. */
  constructor(bits: number) {
    this.#mostChances = (1 << bits) - 1;
  }

  grow(slots: number): void {
    this.#line.grow(slots);
    this.#chances = grown(this.#chances, slots);
  }

  admit(): boolean {
    return true;
  }

  added(slot: number): void {
    this.#chances[slot] = 0;
    this.#line.push(slot);
  }

  touched(slot: number): void {
    const chances = this.#chances[slot]!;
    if (chances < this.#mostChances) this.#chances[slot] = chances + 1;
  }

  evict(): number {
    for (;;) {
      const slot = this.#line.takeOldest();
      const chances = this.#chances[slot]!;
      if (chances === 0) return slot;
      this.#chances[slot] = chances - 1;
      this.#line.push(slot);
    }
  }

  removed(slot: number): void {
    this.#line.remove(slot);
  }
}

export const clock = evictionPolicy({
  name: 'clock',
  summary: 'evicts in order of entry, but gives objects that were served another round',
  source: 'Corbató, A Paging Experiment with the Multics System, 1968; counters: Smith, 1978',
  params: {
    bits: count({ min: 1, max: 8 })
      .prefault(1)
      .describe('size of the counter: an object can earn 2^bits - 1 rounds'),
  },
  make: ({ bits }) => new Clock(bits),
  units: ({ bits }, context) => (bits < 8 ? new ClockUnits(context, (1 << bits) - 1) : undefined),
});
