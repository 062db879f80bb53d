/** The contract of request mapping: to which site of a group a device is sent. */
import type { Random } from '../../../engine/random.ts';
import { partOf } from '../../../part/part.ts';
import type { Clients } from '../../node/clients.ts';
import type { Sites } from './sites.ts';

export interface Mapping {
  /** @returns the site to which a device's request goes now. */
  siteOf(device: number, nowMs: number): number;
  /** What passes before it can ask the site that `siteOf` gave last, ms; default: nothing. */
  readonly waitMs?: number;
  /** A request of a device failed at a site. */
  failed?(device: number): void;
  /** Whether requests under way are reset when their device is sent elsewhere. */
  readonly resets?: boolean;
}

/** One mapping serves the devices of one place. */
export interface MappingContext {
  readonly sites: Sites;
  readonly clients: Clients;
  readonly random: Random;
  /** Round trips before a new connection carries a request. */
  readonly setupRoundTrips: number;
}

export const mapping = partOf<Mapping, MappingContext>();
