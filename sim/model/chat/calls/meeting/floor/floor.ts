/** The contract of a floor: who may speak in a meeting, and when. */
import type { Random } from '../../../../../engine/random.ts';
import { partOf } from '../../../../../part/part.ts';

export interface Floor {
  /** Whether the first member speaks from beginning to end, and others when he calls on them. */
  readonly isLed: boolean;
  /** Time until somebody wants to speak: since the last one ended, or when led, since the last one wanted to, ms. */
  untilNextMs(random: Random): number;
  /** How long one speaks, ms. */
  lastsMs(random: Random): number;
  /** How long it takes who leads to call on somebody, ms. */
  callsOnMs(random: Random): number;
}

export const floor = partOf<Floor>();
