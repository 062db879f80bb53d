/** The contract of a meeting's topology: over which legs the media of its members go, and how much of it. */
import { partOf } from '../../../../../part/part.ts';
import type { Stage } from '../stage.ts';

export interface Topology {
  /** Group of the servers in the middle; undefined: members send to each other. */
  readonly server: string | undefined;
  /** Time for which a server holds media before it sends them on, ms. */
  readonly holdsMs: number;
  /** Sets what is sent on each leg in the next step, when the stage has counted who speaks. Legs are numbered by `upLeg` and its like. */
  plan(stage: Stage): void;
  /** Cores of the server that are busy with pictures, beside those that forward packets. */
  cores(stage: Stage): number;
}

export const topology = partOf<Topology>();

/** Legs without a server: from each member to each; those to oneself are never used. */
export const directLegs = (size: number): number => size * size;
export const directLeg = (size: number, from: number, to: number): number => from * size + to;

/** Legs with a server: from each member to it, then from it to each. */
export const serverLegs = (size: number): number => 2 * size;
export const upLeg = (_size: number, member: number): number => member;
export const downLeg = (size: number, member: number): number => size + member;
