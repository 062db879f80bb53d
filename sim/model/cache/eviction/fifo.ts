import { type EvictionPolicy, evictionPolicy } from './policy.ts';
import { RecencyLog } from './recency-log.ts';
import { FifoUnits } from './units/fifo-units.ts';

class Fifo implements EvictionPolicy {
  readonly #line = new RecencyLog();

  grow(slots: number): void {
    this.#line.grow(slots);
  }

  admit(): boolean {
    return true;
  }

  added(slot: number): void {
    this.#line.push(slot);
  }

  touched(): void {}

  evict(): number {
    return this.#line.takeOldest();
  }

  removed(slot: number): void {
    this.#line.remove(slot);
  }
}

export const fifo = evictionPolicy({
  name: 'fifo',
  summary: 'evicts the object that was stored longest ago',
  source: 'definition',
  params: {},
  make: () => new Fifo(),
  units: (_, context) => new FifoUnits(context),
});
