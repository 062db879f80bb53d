/** The contract of traffic: what makes clients ask for something, or say something. */
import { inlinePartOf } from '../../part/reference.ts';
import type { Clients } from '../node/clients.ts';
import type { World } from '../node/world.ts';
import type { TraceFeed } from './trace-feed.ts';

export interface Traffic {
  /** Schedules what comes first. */
  start(): void;
  /** Changes the offered load; called before the start, in order of time. */
  ramp?(atMs: number, toPerSecond: number, overMs: number): void;
  /** Makes devices ask for so many objects now, or spread over a time; all for one, or each for its own. */
  herd?(requests: number, overMs: number, isSame: boolean): void;
  /** All of its devices lose their connections. */
  disconnect?(): void;
  /** Requests that come from outside, such as a log that the host reads. */
  readonly feed?: TraceFeed;
}

export interface TrafficContext {
  readonly world: World;
  readonly name: string;
  /** Index of its first content among those of all traffics that ask for objects; -1 for others. */
  readonly content: number;
  /** The clients' instances, one a place. */
  readonly clients: readonly Clients[];
  /** The group they talk to; the first of them when there are several. */
  readonly to: string;
  /** Groups and their parts of the load, above 0, when there are several CDNs. */
  readonly shares?: Readonly<Record<string, number>> | undefined;
  /** End of the run, ms; may be Infinity. */
  readonly durationMs: number;
}

export const trafficKind = inlinePartOf<Traffic, TrafficContext>();
