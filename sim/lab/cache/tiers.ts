/** Tiers of caches behind each other, replayed without time: who serves what. */
import { Streams } from '../../engine/streams.ts';
import {
  capacityWith,
  type EvictionContext,
  type EvictionPolicy,
} from '../../model/cache/eviction/policy.ts';
import { ObjectStore } from '../../model/cache/store.ts';
import type { Choice } from '../../part/choice.ts';
import type { Visits } from './visits.ts';

export interface Tier {
  readonly name: string;
  /** Caches side by side; a client always asks the same one. */
  readonly caches: number;
  /** Objects that each of them holds. */
  readonly capacity: number;
  readonly eviction: Choice<EvictionPolicy, EvictionContext>;
}

const FOREVER = { maxAgeMs: Number.POSITIVE_INFINITY, staleMs: 0 };

function storesOf(tier: Tier, streams: Streams): ObjectStore[] {
  return Array.from({ length: tier.caches }, (_, number) => {
    const random = streams.stream(`${tier.name}/${number}`);
    const capacityBytes = capacityWith(tier.eviction, tier.capacity);
    const context = { capacityBytes, random, future: undefined };
    return new ObjectStore(capacityBytes, 0, tier.eviction.make(context));
  });
}

/**
 * Every tier that was asked keeps a copy.
 *
 * @param tiers nearest to the clients first.
 * @returns requests served by each tier, and behind the last by the store that has everything.
 */
export function replayTiers(visits: Visits, tiers: readonly Tier[], seed: string): number[] {
  const streams = new Streams(seed, 0);
  const stores = tiers.map((tier) => storesOf(tier, streams));
  const served = new Array<number>(tiers.length + 1).fill(0);
  for (let request = 0; request < visits.requests; request += 1) {
    const object = visits.object[request]!;
    const asked = stores.map((side) => side[visits.client[request]! % side.length]!);
    const found = asked.findIndex((store) => store.lookup(object, 0, FOREVER, 0) === 'fresh');
    const tier = found < 0 ? tiers.length : found;
    served[tier]! += 1;
    for (const store of asked.slice(0, tier)) store.put(object, 1, 0, 0);
  }
  return served;
}
