/** What a scenario may say of a cache node. */
import { z } from 'zod';
import { type Choice, choiceOf } from '../../part/choice.ts';
import { bytes, duration } from '../../part/units.ts';
import { admit } from '../balance/admit/index.ts';
import type { Limiter } from '../balance/admit/limiter.ts';
import type { Balancer } from '../balance/balancer.ts';
import { balancers } from '../balance/index.ts';
import { type Guards, guardsOf } from '../balance/resilience/guards.ts';
import { resilience } from '../balance/resilience/index.ts';
import type { AdmissionContext, AdmissionPolicy } from '../cache/admission/admission.ts';
import { admissionPolicies } from '../cache/admission/index.ts';
import type { CoarseClock } from '../cache/freshness.ts';
import { prefetchers } from '../cache/prefetch/index.ts';
import type { PrefetchContext, Prefetcher } from '../cache/prefetch/prefetcher.ts';
import { packetTransports } from '../net/transport/index.ts';
import type { Node } from '../node/node.ts';
import { type TierSettings, tierParams } from './disk/storage-tiers.ts';
import { liveCache } from './live-software.ts';
import { onlinePolicy, type PolicyChoice } from './online-policy.ts';
import { siblingSearches } from './siblings/index.ts';
import type { SearchContext, SiblingSearch } from './siblings/sibling-search.ts';
import { type WarmSettings, warmParams } from './warm-up.ts';
import { cpuParams } from './worked-cache.ts';

export interface CacheSettings {
  readonly capacity: number;
  readonly overhead: number;
  /** Undefined: all of it is memory. */
  readonly tiers: TierSettings | undefined;
  readonly policy: PolicyChoice;
  readonly parent: string;
  readonly balancer: Balancer;
  /** Undefined: it asks once, and waits. */
  readonly guards: Guards | undefined;
  /** Undefined: it lets everything in. */
  readonly limiter: Limiter | undefined;
  readonly collapse: boolean;
  /** By which copies grow old; undefined: exact. */
  readonly clock: CoarseClock | undefined;
  readonly inclusion: 'inclusive' | 'exclusive';
  /** Undefined: siblings are not asked. */
  readonly siblings: Choice<SiblingSearch, SearchContext> | undefined;
  /** Undefined: everything may enter, and nothing is fetched ahead. */
  readonly admission: Choice<AdmissionPolicy, AdmissionContext> | undefined;
  readonly prefetch: Choice<Prefetcher, PrefetchContext> | undefined;
  /** Undefined: it is empty when the run begins. */
  readonly warm: WarmSettings | undefined;
}

export const cacheParams = {
  capacity: bytes({ above: 0 }).describe('bytes of objects it can hold'),
  policy: onlinePolicy('lru').describe('which object leaves when it is full'),
  admission: choiceOf(admissionPolicies)
    .optional()
    .describe('which objects may enter; default: all'),
  prefetch: choiceOf(prefetchers).optional().describe('what is fetched ahead; default: nothing'),
  transport: choiceOf(packetTransports)
    .optional()
    .describe(
      'windows, queues and losses of what comes from the parent: http-1.1, http-2 or http-3; default: connections that are open and warm, which no packet is lost on',
    ),
  parent: z.string().describe('the group asked for what is not here: caches or the origin'),
  algorithm: choiceOf(balancers, 'ring-hash').describe(
    'which node of the parent group is asked; ring-hash keeps an object on one of them',
  ),
  cpu: cpuParams
    .optional()
    .describe('workers that take time for each request; default: what is here is answered at once'),
  resilience,
  admit,
  inclusion: z
    .enum(['inclusive', 'exclusive'])
    .default('inclusive')
    .describe(
      'exclusive: the parent, a cache, keeps nothing that it gives, and gets what is evicted here (DEMOTE; Wong and Wilkes 2002)',
    ),
  siblings: choiceOf(siblingSearches)
    .optional()
    .describe('how other caches of its group are asked before the parent; default: not at all'),
  collapse: z
    .boolean()
    .default(true)
    .describe('whether misses for one object wait for one fetch (request collapsing)'),
  overhead: bytes().prefault('0B').describe('bytes that each object takes beside its own'),
  tiers: tierParams
    .optional()
    .describe('the capacity lies on a disk, memory holds copies; default: all of it is memory'),
  slice: bytes({ min: 4096, integer: true })
    .optional()
    .describe(
      'size of the pieces in which objects are kept and fetched, one after the other, as nginx’s slice does; default: whole objects, and a request for a range fetches all of it',
    ),
  clock: duration({ above: 0 })
    .optional()
    .describe(
      'tick of the clock by which copies grow old, such as 1s for nginx; default: exact, as Varnish has it',
    ),
  expires: z
    .enum(['late', 'early'])
    .default('late')
    .describe(
      'with a clock: whether a copy is fresh through the tick in which its lifetime ends (late: nginx, Traffic Server) or until that tick begins (early: Squid, HAProxy); measured, docs/live.md',
    ),
  live: liveCache,
  warm: warmParams.optional().describe('what it holds when the run begins; default: nothing'),
};

/** What a cache node is made from: the parameters, with what may be absent spelled out. */
export function settingsOf(given: z.output<z.ZodObject<typeof cacheParams>>): CacheSettings {
  const { admission, admit: limiter, algorithm, prefetch, resilience: rules, siblings } = given;
  return {
    ...given,
    admission,
    prefetch,
    siblings,
    clock:
      given.clock === undefined
        ? undefined
        : { tickMs: given.clock, isEarly: given.expires === 'early' },
    warm: given.warm,
    tiers: given.tiers,
    balancer: algorithm.make(),
    guards: guardsOf(rules),
    limiter: limiter?.make(),
  };
}

/** Demotions, siblings' queries and disks deal in whole objects; a cache in slices has none. */
export function conflictOfSlices({
  inclusion,
  siblings,
  tiers,
}: Pick<CacheSettings, 'inclusion' | 'siblings' | 'tiers'>): Node['conflict'] {
  const param =
    inclusion === 'exclusive'
      ? 'inclusion'
      : siblings !== undefined
        ? 'siblings'
        : tiers !== undefined
          ? 'tiers'
          : undefined;
  if (param === undefined) return undefined;
  return { param, message: `${param} beside slice: expected one of the two` };
}
