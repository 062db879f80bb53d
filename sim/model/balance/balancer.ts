/** The contract of a load balancer: which of several backends gets the next request. */
import type { Random } from '../../engine/random.ts';
import { partOf } from '../../part/part.ts';
import type { Backends } from './backends.ts';

export interface Balancer {
  /**
   * @param key the object asked for, for those that keep a key on one backend.
   * @returns index of a backend that is up, or `NO_BACKEND` when none is.
   */
  pick(backends: Backends, key: number, random: Random): number;
}

export const NO_BACKEND = -1;

export const balancer = partOf<Balancer>();
