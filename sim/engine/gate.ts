/** Waiting for a condition: a gate that many pass while it is open. */
import type { Wait, Waiter } from './wait.ts';
import { type Spot, WaitingLine } from './waiting-line.ts';

/** `open()` followed by `close()` lets pass exactly those who wait. */
export class Gate {
  isOpen: boolean;
  readonly #line = new WaitingLine<Passage>();

  constructor(isOpen = false) {
    this.isOpen = isOpen;
  }

  get waiting(): number {
    return this.#line.length;
  }

  /** Lets all pass who wait, in the order in which they came, and all who come until it closes. */
  open(): void {
    this.isOpen = true;
    while (this.waiting > 0) this.#line.takeFirst().grant();
  }

  close(): void {
    this.isOpen = false;
  }

  /** Waits until the gate is open. */
  pass(): Wait {
    return new Passage(this, this.#line);
  }
}

class Passage implements Wait {
  readonly #gate: Gate;
  readonly #line: WaitingLine<Passage>;
  #waiter: Waiter | undefined;
  #spot: Spot<Passage> | undefined;

  constructor(gate: Gate, line: WaitingLine<Passage>) {
    this.#gate = gate;
    this.#line = line;
  }

  begin(waiter: Waiter): boolean {
    if (this.#gate.isOpen) return true;
    this.#waiter = waiter;
    this.#spot = this.#line.join(this);
    return false;
  }

  withdraw(): void {
    if (this.#spot !== undefined) this.#line.leave(this.#spot);
  }

  grant(): void {
    this.#waiter!.wake(this);
  }
}
