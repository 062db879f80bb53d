import type { Random } from '../../engine/random.ts';

/** What a balancer can see of its backends. */
export class Backends {
  readonly names: readonly string[];
  /** Requests sent to each backend and not yet answered. */
  readonly inFlight: Int32Array;
  /** 1 for a backend that answers, 0 for one that is down. */
  readonly up: Uint8Array;

  constructor(names: readonly string[]) {
    this.names = names;
    this.inFlight = new Int32Array(names.length);
    this.up = new Uint8Array(names.length).fill(1);
  }

  get count(): number {
    return this.names.length;
  }

  /** @returns one of the backends that are up, all equally likely; -1: none is. */
  randomUp(random: Random): number {
    for (let tried = 0; tried < this.count; tried += 1) {
      const backend = random.below(this.count);
      if (this.up[backend] === 1) return backend;
    }
    // Nearly all are down: the next one that is not will do.
    return this.firstUp(random.below(this.count));
  }

  /** @returns the first backend that is up from `start` onwards, around the end; -1: none is. */
  firstUp(start: number): number {
    for (let tried = 0; tried < this.count; tried += 1) {
      const backend = (start + tried) % this.count;
      if (this.up[backend] === 1) return backend;
    }
    return -1;
  }
}
