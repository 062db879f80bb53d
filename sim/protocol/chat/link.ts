/** One connection between a device and its gateway, or between two gateways: what is on it is lost with it. */
import type { Kernel } from '../virtual/kernel.ts';

/**
 * When one end is gone, the other may never hear of it. What was sent is given up by TCP after so long (RFC 9293 §3.8.3:
 * R2, at least 100 s), and arrives nowhere afterwards.
 */
const GIVEN_UP_MS = 120_000;

/** Whose copy is lost. */
export interface Losing {
  up(serial: number): void;
  down(serial: number): void;
  /** Both ends are gone. */
  gone?(): void;
}

export class Link {
  /** Messages that were sent over it, are not at the other end, and that nobody sends again. */
  readonly up = new Set<number>();
  readonly down = new Set<number>();
  readonly #losing: Losing;
  readonly #kernel: Kernel;
  #isGone = false;
  /** Those that have not noticed that it is gone. */
  #ends = 1;

  constructor(kernel: Kernel, losing: Losing) {
    this.#kernel = kernel;
    this.#losing = losing;
  }

  /** The other end knows of it, too. */
  accepted(): void {
    this.#ends += 1;
  }

  /** Whether both ends are gone: nothing comes out of it any more. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /** An end is gone; after the other one, what is on it is lost. */
  left(): void {
    this.#ends -= 1;
    if (this.#ends === 0) this.#end();
    else this.#kernel.after(GIVEN_UP_MS, () => this.#end());
  }

  #end(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    for (const serial of this.up) this.#losing.up(serial);
    for (const serial of this.down) this.#losing.down(serial);
    this.up.clear();
    this.down.clear();
    this.#losing.gone?.();
  }
}
