/**
 * Thrown inside a process, at its yield, by whoever interrupts it. Not an `Error`: nothing has gone
 * wrong, and no stack is recorded. A process that does not catch it ends.
 */
export class Interrupt {
  readonly reason: unknown;

  constructor(reason: unknown) {
    this.reason = reason;
  }
}
