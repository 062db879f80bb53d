/** How a server's queue is kept short: who is served next, and who is sent away unserved. */
import type { JobLine } from '../../../engine/discipline.ts';
import { partOf } from '../../../part/part.ts';

export interface ShedContext {
  /** Virtual time, ms. */
  readonly nowMs: () => number;
}

export interface Shedder {
  /** Makes the line in which calls wait. */
  line(context: ShedContext): JobLine;
  /** Names of traffic, the most important first, for those that look at it. */
  readonly order?: readonly string[];
}

export const shedder = partOf<Shedder>();
