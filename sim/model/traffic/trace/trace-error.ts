import type { SkipCounts, SkipReason } from './batch.ts';

/** A trace that cannot be read: the message is one line, `record 17: size is 0: expected 1 byte or more`. */
export class TraceError extends Error {
  override readonly name = 'TraceError';
  /** Number of the bad record or line, from 1; 0 when the trace as a whole is wrong. */
  readonly record: number;

  constructor(message: string, record = 0) {
    super(message);
    this.record = record;
  }
}

/** Decides what a bad record means: the end of the reading, or one more to the count. */
export class Faults {
  readonly skipped: Record<SkipReason, number> = { time: 0, size: 0, shape: 0 };
  readonly #lenient: boolean;
  readonly #unit: 'record' | 'line';

  constructor(unit: 'record' | 'line', lenient = false) {
    this.#unit = unit;
    this.#lenient = lenient;
  }

  /** @throws TraceError unless lenient. */
  found(record: number, reason: SkipReason, message: string): void {
    if (!this.#lenient) throw this.fatal(record, message);
    this.skipped[reason]++;
  }

  /** An error that leniency does not forgive, for the caller to throw. */
  fatal(record: number, message: string): TraceError {
    return new TraceError(`${this.#unit} ${record}: ${message}`, record);
  }

  /** A copy, so that nobody counts behind our back. */
  get counts(): SkipCounts {
    return { ...this.skipped };
  }
}
