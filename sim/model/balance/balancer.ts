/** The contract of a load balancer: which of several backends gets the next request. */
import type { Random } from '../../engine/random.ts';
import { partOf } from '../../part/part.ts';
import type { Backends } from './backends.ts';

/** What a balancer can see of a request. */
export interface Request {
  /** The object asked for, for those that keep an object on one backend. */
  readonly object: number;
  /** Who asks, for those that keep a client on one backend. */
  readonly client: number;
  readonly nowMs: number;
}

export interface Balancer {
  /** Weights that a scenario gives, in the order of the backends; the rest weigh 1. */
  readonly weights?: readonly number[];
  /** Whether it chooses among backends of all places; the others have those of the nearest only. */
  readonly isEverywhere?: boolean;
  /** @returns index of a backend that is up, or `NO_BACKEND` when none is. */
  pick(backends: Backends, request: Request, random: Random): number;
  /** Hears of an answer, for those that learn from them. */
  answered?(backend: number, tookMs: number, isFailed: boolean, at: Answered): void;
}

/** When an answer came, and how many requests the same backend has not answered yet. */
export interface Answered {
  readonly nowMs: number;
  readonly inFlight: number;
}

export const NO_BACKEND = -1;

export const balancer = partOf<Balancer>();
