/** How much a server lets in: what is beyond is refused at the door, before it costs anything. */
import { partOf } from '../../../part/part.ts';

export interface Limiter {
  /** @param inside calls that are inside already. @returns whether one more may come in. */
  admits(inside: number, nowMs: number): boolean;
  /** A call that was let in has its answer. @param inside with it. */
  left?(tookMs: number, inside: number, nowMs: number): void;
  /** Calls that may be inside now, for those that limit that. */
  readonly limit?: number;
}

export const limiter = partOf<Limiter>();
