/**
 * The contract of an admission policy: whether an object that was fetched is worth a place in the
 * cache. It is asked before the eviction policy is, and knows nothing of it.
 */
import type { Random } from '../../../engine/random.ts';
import { partOf } from '../../../part/part.ts';

export interface AdmissionPolicy {
  /** An object was asked for, whether it is here or not; once for each request. */
  requested(object: number, sizeBytes: number): void;
  /** @returns whether the object, which was fetched, may enter. */
  admits(object: number, sizeBytes: number): boolean;
  /** An object left to make room. */
  evicted?(object: number, sizeBytes: number): void;
}

export interface AdmissionContext {
  readonly capacityBytes: number;
  /** The policy's own chance. */
  readonly random: Random;
}

export const admissionPolicy = partOf<AdmissionPolicy, AdmissionContext>();
