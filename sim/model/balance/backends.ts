import type { Random } from '../../engine/random.ts';

/** What a balancer can see of its backends. */
export class Backends {
  readonly names: readonly string[];
  /** Who asks: the number of the balancing node among those of its group. */
  readonly owner: number;
  /** Requests sent from here to each backend and not yet answered. */
  readonly inFlight: Int32Array;
  /** 1 for a backend that takes requests, 0 for one that is down or drained. */
  readonly up: Uint8Array;
  /** Parts of the load that backends are meant to get, 0 or more; 1 unless somebody says otherwise. */
  readonly weight: Float64Array;
  /** Rank of each backend's place by its distance from here: 0 for the nearest. */
  readonly locality: Int32Array;
  /** Grows whenever a backend comes or goes. */
  changes = 0;
  readonly #atWork: ((backend: number) => number) | undefined;

  /** @param atWork tells how many requests a backend has from everybody; default: what is in flight. */
  constructor(names: readonly string[], owner = 0, atWork?: (backend: number) => number) {
    this.names = names;
    this.owner = owner;
    this.#atWork = atWork;
    this.inFlight = new Int32Array(names.length);
    this.up = new Uint8Array(names.length).fill(1);
    this.weight = new Float64Array(names.length).fill(1);
    this.locality = new Int32Array(names.length);
  }

  get count(): number {
    return this.names.length;
  }

  setUp(backend: number, isUp: boolean): void {
    this.up[backend] = isUp ? 1 : 0;
    this.changes += 1;
  }

  /** Requests at a backend, whoever sent them: what it would answer to a probe. */
  atWork(backend: number): number {
    return this.#atWork === undefined ? this.inFlight[backend]! : this.#atWork(backend);
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
