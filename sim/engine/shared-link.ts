/** A link whose transfers share its bandwidth equally: what long-lived TCP flows come close to. */
import { Sharing } from './sharing.ts';
import type { Simulator } from './simulator.ts';

const BITS_PER_BYTE = 8;
const MS_PER_SECOND = 1000;

export class SharedLink {
  readonly #sharing: Sharing;
  #bytesPerMs: number;

  /** @param done called with the job when its last byte has left the link. */
  constructor(simulator: Simulator, bitsPerSecond: number, done: (job: number) => void) {
    this.#bytesPerMs = bytesPerMs(bitsPerSecond);
    this.#sharing = new Sharing(simulator, (flows) => this.#bytesPerMs / flows, done);
  }

  /** Transfers under way. */
  get flows(): number {
    return this.#sharing.jobs;
  }

  /** @param bytes 0 or more; nothing takes no time, and no event. */
  send(job: number, bytes: number): void {
    this.#sharing.submit(job, bytes);
  }

  setRate(bitsPerSecond: number): void {
    this.#sharing.changeSpeed(() => {
      this.#bytesPerMs = bytesPerMs(bitsPerSecond);
    });
  }

  /** Breaks all transfers off. @param dropped told of each. */
  clear(dropped: (job: number) => void): void {
    this.#sharing.clear(dropped);
  }
}

const bytesPerMs = (bitsPerSecond: number): number => bitsPerSecond / BITS_PER_BYTE / MS_PER_SECOND;
