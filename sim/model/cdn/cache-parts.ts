/** What a cache node is made of, as it is when its process starts: with nothing in memory. */
import type { AdmissionPolicy } from '../cache/admission/admission.ts';
import { GuardedPolicy } from '../cache/admission/guarded-policy.ts';
import { capacityWith, type EvictionPolicy } from '../cache/eviction/policy.ts';
import type { Prefetcher } from '../cache/prefetch/prefetcher.ts';
import { ObjectStore, type StoreWatcher } from '../cache/store.ts';
import type { NodeContext } from '../node/node.ts';
import type { CacheSettings } from './cache-settings.ts';

interface CacheParts {
  readonly policy: EvictionPolicy;
  readonly admission: AdmissionPolicy | undefined;
  /** Both of these; undefined without admission. */
  readonly guarded: GuardedPolicy | undefined;
  readonly prefetcher: Prefetcher | undefined;
  readonly store: ObjectStore;
}

export function makeParts(
  { name, world }: NodeContext,
  { admission, capacity, clock, overhead, policy, prefetch }: CacheSettings,
  watcher: StoreWatcher,
): CacheParts {
  const capacityBytes = capacityWith(policy, capacity);
  const chance = (purpose: string) => world.streams.stream(`${name}/${purpose}`);
  const evicting = policy.make({ capacityBytes, random: chance('eviction'), future: undefined });
  const admitting = admission?.make({ capacityBytes, random: chance('admission') });
  // Objects of several traffics are numbered in turn.
  const next = (object: number) => world.contents[object % world.contentCount]!.next(object);
  const prefetcher = prefetch?.make({ capacityBytes, random: chance('prefetch'), next });
  const guarded = admitting && new GuardedPolicy(evicting, admitting);
  const store = new ObjectStore(capacityBytes, overhead, guarded ?? evicting, watcher, clock);
  return { policy: evicting, admission: admitting, guarded, prefetcher, store };
}
