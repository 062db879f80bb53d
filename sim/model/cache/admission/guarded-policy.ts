import type { EvictionPolicy } from '../eviction/policy.ts';
import { SlotBooks } from '../slot-books.ts';
import type { AdmissionPolicy } from './admission.ts';

/**
 * An eviction policy behind an admission policy, for a cache that knows only eviction policies. The
 * cache still tells the admission policy of each request.
 */
export class GuardedPolicy implements EvictionPolicy {
  readonly decidesRoom: boolean;
  /** Whether all may enter for now: what is stored has been admitted before. */
  isOpen = false;
  readonly #inner: EvictionPolicy;
  readonly #admission: AdmissionPolicy;
  readonly books: SlotBooks;

  constructor(inner: EvictionPolicy, admission: AdmissionPolicy) {
    this.decidesRoom = inner.decidesRoom === true;
    this.books = inner.books ?? new SlotBooks();
    this.#inner = inner;
    this.#admission = admission;
  }

  grow(slots: number): void {
    this.#inner.grow(slots);
    this.books.grow(slots);
  }

  admit(object: number, sizeBytes: number): boolean {
    const admits = this.isOpen || this.#admission.admits(object, sizeBytes);
    return admits && this.#inner.admit(object, sizeBytes);
  }

  added(slot: number, object: number, sizeBytes: number): void {
    this.books.enter(slot, object, sizeBytes);
    this.#inner.added(slot, object, sizeBytes);
  }

  touched(slot: number, sizeBytes: number): void {
    this.#inner.touched(slot, sizeBytes);
  }

  lacksRoom(sizeBytes: number): boolean {
    return this.#inner.lacksRoom?.(sizeBytes) === true;
  }

  turnsAway(object: number, sizeBytes: number): boolean {
    return this.#inner.turnsAway?.(object, sizeBytes) === true;
  }

  evict(): number {
    const slot = this.#inner.evict();
    this.#admission.evicted?.(this.books.object[slot]!, this.books.bytes.at(slot));
    return slot;
  }

  removed(slot: number): void {
    this.#inner.removed(slot);
  }

  waited(object: number, totalMs: number): void {
    this.#inner.waited?.(object, totalMs);
  }
}
