/** The contract of a latency model: how long a packet is on its way between two places. */
import type { Random } from '../../../engine/random.ts';
import { partOf } from '../../../part/part.ts';
import type { Place } from '../place.ts';

export interface LatencyModel {
  /**
   * One-way delay of an undisturbed packet, ms; asked for once for each pair and direction.
   *
   * @param pair the pair's own chance, in the same state for both of its directions.
   */
  oneWayMs(from: Place, to: Place, pair: Random): number;
}

export const latencyModel = partOf<LatencyModel>();
