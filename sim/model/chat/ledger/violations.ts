/** Keeps the first broken promises of each kind, and counts them all. */
import { INVARIANTS, type Invariant, type Violation } from '../../../result/ledger.ts';

/** Kept of each invariant: more of the same tell nothing new. */
const KEPT = 10;

export class Violations {
  readonly #promised = new Set<Invariant>();
  readonly #clock: { readonly events: number };
  readonly #counts = new Map<Invariant, number>();
  readonly #kept: Violation[] = [];

  /** @param clock says how many events have happened. */
  constructor(promises: readonly Invariant[], clock: { readonly events: number }) {
    for (const promise of promises) this.#promised.add(promise);
    this.#clock = clock;
  }

  promises(invariant: Invariant): boolean {
    return this.#promised.has(invariant);
  }

  /** What was not promised cannot be broken. */
  add(violation: Omit<Violation, 'event'>): void {
    const { invariant } = violation;
    if (!this.#promised.has(invariant)) return;
    const before = this.#counts.get(invariant) ?? 0;
    this.#counts.set(invariant, before + 1);
    if (before < KEPT) this.#kept.push({ ...violation, event: this.#clock.events });
  }

  get kept(): readonly Violation[] {
    return [...this.#kept];
  }

  /** In the order of the reference. */
  get counts(): Partial<Record<Invariant, number>> {
    const broken: Partial<Record<Invariant, number>> = {};
    for (const invariant of INVARIANTS) {
      const count = this.#counts.get(invariant);
      if (count !== undefined) broken[invariant] = count;
    }
    return broken;
  }
}
