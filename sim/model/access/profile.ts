/** The contract of an access network: what lies between a device and its place's backbone. */
import type { Random } from '../../engine/random.ts';
import { partOf } from '../../part/part.ts';

export interface AccessProfile {
  /** Delay of one direction, ms. */
  oneWayMs(random: Random): number;
  /** Rate of one device, bits per second; drawn once a device. Infinity: no limit. */
  downBitsPerSecond(random: Random): number;
  upBitsPerSecond(random: Random): number;
}

export const accessProfile = partOf<AccessProfile>();
