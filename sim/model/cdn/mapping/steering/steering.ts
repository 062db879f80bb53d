/** The contract of steering among several CDNs: which of them gets a device's request. */
import type { Random } from '../../../../engine/random.ts';
import { partOf } from '../../../../part/part.ts';

export interface Steering {
  /** @param unit the device's own number, 0 to below 1. @returns index of a CDN. */
  choose(unit: number, place: number, nowMs: number): number;
  /** Hears of every answer, from the beacons of players. */
  answered?(cdn: number, place: number, tookMs: number, isFailed: boolean, nowMs: number): void;
}

/** One steering serves a whole traffic. */
export interface SteeringContext {
  /** Parts of the load that CDNs are meant to have, above 0. */
  readonly shares: readonly number[];
  readonly places: number;
  readonly random: Random;
}

export const steering = partOf<Steering, SteeringContext>();

/** The CDN at a point between 0 and 1, among those that are not left out. */
export function cdnAt(
  unit: number,
  shares: readonly number[],
  isOut: (cdn: number) => boolean,
): number {
  let all = 0;
  let last = 0;
  for (let cdn = 0; cdn < shares.length; cdn += 1) {
    if (isOut(cdn)) continue;
    all += shares[cdn]!;
    last = cdn;
  }
  let point = unit * all;
  for (let cdn = 0; cdn < shares.length; cdn += 1) {
    if (isOut(cdn)) continue;
    point -= shares[cdn]!;
    if (point < 0) return cdn;
  }
  return last;
}
