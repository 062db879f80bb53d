/**
 * A cache with a parent to ask: serves copies, fetches what it has not, and lets misses for one
 * object wait for one fetch.
 */
import { z } from 'zod';
import { type Choice, choiceOf } from '../../part/choice.ts';
import { bytes } from '../../part/units.ts';
import type { Balancer } from '../balance/balancer.ts';
import { balancers } from '../balance/index.ts';
import type { AdmissionContext, AdmissionPolicy } from '../cache/admission/admission.ts';
import { GuardedPolicy } from '../cache/admission/guarded-policy.ts';
import { admissionPolicies } from '../cache/admission/index.ts';
import { evictionPolicies } from '../cache/eviction/index.ts';
import {
  capacityWith,
  type EvictionContext,
  type EvictionPolicy,
  evictionTraits,
} from '../cache/eviction/policy.ts';
import { prefetchers } from '../cache/prefetch/index.ts';
import type { PrefetchContext, Prefetcher } from '../cache/prefetch/prefetcher.ts';
import { ObjectStore } from '../cache/store.ts';
import { NO_CALL } from '../node/calls.ts';
import { type Node, type NodeContext, nodeKind } from '../node/node.ts';
import { Upstream } from '../node/upstream.ts';
import { CacheMeters } from './cache-meters.ts';
import { PurgeLog } from './purge-log.ts';

interface CacheSettings {
  readonly capacity: number;
  readonly overhead: number;
  readonly policy: Choice<EvictionPolicy, EvictionContext>;
  readonly parent: string;
  readonly balancer: Balancer;
  readonly collapse: boolean;
  /** Undefined: everything may enter, and nothing is fetched ahead. */
  readonly admission: Choice<AdmissionPolicy, AdmissionContext> | undefined;
  readonly prefetch: Choice<Prefetcher, PrefetchContext> | undefined;
}

export class CacheNode implements Node {
  readonly name: string;
  readonly group: string;
  readonly place: number;
  readonly detail: string;
  readonly capacityBytes: number;
  readonly #context: NodeContext;
  readonly #settings: CacheSettings;
  readonly #meters: CacheMeters;
  readonly #purges = new PurgeLog();
  /** The fetch that misses for an object wait for, and renewals in the background. */
  readonly #fetches = new Map<number, number>();
  /** All fetches under way. */
  readonly #open = new Set<number>();
  #store!: ObjectStore;
  #policy!: EvictionPolicy;
  #admission: AdmissionPolicy | undefined;
  #prefetcher: Prefetcher | undefined;
  #upstream!: Upstream;
  /** The call on whose occasion something is fetched ahead. */
  #occasion = NO_CALL;

  constructor(context: NodeContext, settings: CacheSettings) {
    this.name = context.name;
    this.group = context.group;
    this.place = context.place;
    this.capacityBytes = settings.capacity;
    this.detail = settings.policy.name;
    this.#context = context;
    this.#settings = settings;
    this.#meters = new CacheMeters(context);
    this.#start();
  }

  connect(): void {
    this.#upstream = new Upstream(this.#context, this.#settings.parent, this.#settings.balancer);
  }

  onCall(call: number): void {
    const { calls, contents, exchange, simulator } = this.#context.world;
    const object = calls.object[call]!;
    const content = calls.content[call]!;
    const purge = this.#purges.last(content, object);
    const { freshness } = contents[content]!;
    const bytes = calls.bytes[call]!;
    const found = this.#store.lookup(object, simulator.nowMs, freshness, purge, bytes);
    this.#meters.asked(bytes, found, calls.startMs[call]!);
    this.#admission?.requested(object, bytes);
    const isMiss = found === 'absent' || found === 'expired';
    // Before the answer, for what asked may be gone then.
    if (this.#prefetcher !== undefined) this.#lookAhead(call, object, !isMiss);
    if (isMiss) {
      this.#miss(call, object, purge);
      return;
    }
    // RFC 5861 §3: a stale copy is served at once and renewed in the background.
    if (found === 'stale' && !this.#fetches.has(object)) this.#fetch(call, NO_CALL, object, purge);
    exchange.reply(call, this.#store.generatedAtMs(object), false);
  }

  onReply(fetch: number): void {
    const { calls, exchange } = this.#context.world;
    const object = calls.object[fetch]!;
    this.#upstream.done(fetch);
    if (this.#fetches.get(object) === fetch) this.#fetches.delete(object);
    const crashedSince = calls.callerEpoch[fetch] !== exchange.epoch[this.#context.id];
    const failed = crashedSince || calls.failed[fetch] === 1;
    const generatedAtMs = calls.generatedAtMs[fetch]!;
    if (!failed) this.#keep(fetch, object, generatedAtMs);
    const waiting = calls.parent[fetch]!;
    this.#open.delete(fetch);
    calls.release(fetch);
    this.#answer(waiting, generatedAtMs, failed);
  }

  /** All that wait for a fetch hear of the crash at once; the fetches come back to nobody. */
  crash(): void {
    const { calls } = this.#context.world;
    this.#start();
    this.#fetches.clear();
    for (const fetch of this.#open) {
      const waiting = calls.parent[fetch]!;
      calls.parent[fetch] = NO_CALL;
      this.#answer(waiting, 0, true);
    }
  }

  /** Answers a list of calls, which is kept last come first, in the order in which they came. */
  #answer(newest: number, generatedAtMs: number, failed: boolean): void {
    const { calls, exchange } = this.#context.world;
    let first = NO_CALL;
    for (let call = newest; call !== NO_CALL; ) {
      const older = calls.next[call]!;
      calls.next[call] = first;
      first = call;
      call = older;
    }
    while (first !== NO_CALL) {
      const next = calls.next[first]!;
      exchange.reply(first, generatedAtMs, failed);
      first = next;
    }
  }

  purge(content: number, objects: 'all' | readonly number[]): void {
    this.#purges.add(content, objects);
  }

  #miss(call: number, object: number, purge: number): void {
    const { calls } = this.#context.world;
    const fetch = this.#fetches.get(object);
    // RFC 9111 §4: one request can answer several; not one that left before the last purge.
    const { collapse } = this.#settings;
    if (collapse && fetch !== undefined && calls.purge[fetch]! >= purge) {
      this.#meters.collapsed(calls.startMs[call]!);
      calls.next[call] = calls.parent[fetch]!;
      calls.parent[fetch] = call;
      return;
    }
    this.#fetch(call, call, object, purge);
  }

  /** @param waiting the call to answer afterwards, or `NO_CALL` for a renewal in the background. */
  #fetch(like: number, waiting: number, object: number, purge: number): void {
    const { calls, exchange } = this.#context.world;
    const fetch = this.#upstream.passOn(like);
    if (fetch === NO_CALL) {
      if (waiting !== NO_CALL) exchange.reply(waiting, 0, true);
      return;
    }
    calls.parent[fetch] = waiting;
    calls.purge[fetch] = purge;
    this.#open.add(fetch);
    if (this.#settings.collapse || waiting === NO_CALL) this.#fetches.set(object, fetch);
    exchange.send(fetch);
  }

  #keep(fetch: number, object: number, generatedAtMs: number): void {
    const { calls } = this.#context.world;
    // Asked for before a purge: it could never be served, and others would have to leave for it.
    if (calls.purge[fetch]! < this.#purges.last(calls.content[fetch]!, object)) return;
    const evicted = this.#store.evictions;
    const sizeBytes = calls.bytes[fetch]!;
    const stored = this.#store.put(object, sizeBytes, generatedAtMs, calls.purge[fetch]!);
    const evictions = this.#store.evictions - evicted;
    this.#meters.filled(stored, evictions, calls.startMs[fetch]!);
  }

  /** Fetches what is likely to be wanted next, and is neither here nor on its way. */
  #lookAhead(call: number, object: number, isHit: boolean): void {
    this.#occasion = call;
    this.#prefetcher!.requested(object, isHit, this.#fetchAhead);
  }

  readonly #fetchAhead = (object: number): void => {
    const { calls, contents } = this.#context.world;
    const content = calls.content[this.#occasion]!;
    const bytes = contents[content]!.bytesOf(object);
    if (bytes === undefined || this.#store.holds(object) || this.#fetches.has(object)) return;
    const fetch = this.#upstream.ask(this.#occasion, object, bytes);
    if (fetch === NO_CALL) return;
    calls.purge[fetch] = this.#purges.last(content, object);
    this.#open.add(fetch);
    this.#fetches.set(object, fetch);
    this.#meters.prefetched(bytes, calls.startMs[fetch]!);
    this.#context.world.exchange.send(fetch);
  };

  /** As it is when its process starts: with nothing in memory. */
  #start(): void {
    const { overhead, policy, admission, prefetch } = this.#settings;
    const capacityBytes = capacityWith(policy, this.#settings.capacity);
    const { name, world } = this.#context;
    const chance = (purpose: string) => world.streams.stream(`${name}/${purpose}`);
    const random = chance('eviction');
    this.#policy = policy.make({ capacityBytes, random, future: undefined });
    this.#admission = admission?.make({ capacityBytes, random: chance('admission') });
    // Objects of one traffic are numbered side by side, those of several in turn.
    const next = (object: number) => object + world.contentCount;
    this.#prefetcher = prefetch?.make({ capacityBytes, random: chance('prefetch'), next });
    const guarded =
      this.#admission === undefined
        ? this.#policy
        : new GuardedPolicy(this.#policy, this.#admission);
    this.#store = new ObjectStore(capacityBytes, overhead, guarded);
  }
}

export const cacheNode = nodeKind({
  name: 'cache',
  summary: 'keeps copies of objects and asks a parent for those it has not',
  source: 'RFC 9111; stale-while-revalidate: RFC 5861 §3',
  serves: ['http'],
  references: ({ parent }) => [
    { param: 'parent', to: 'group', name: parent, needs: 'http', calls: true },
  ],
  params: {
    capacity: bytes({ above: 0 }).describe('bytes of objects it can hold'),
    policy: choiceOf(evictionPolicies, 'lru')
      .refine((policy) => evictionTraits(policy).needsFuture !== true, {
        error: 'a bound that knows the future: expected a policy; twinwing cache can replay it',
      })
      .describe('which object leaves when it is full'),
    admission: choiceOf(admissionPolicies)
      .optional()
      .describe('which objects may enter; default: all'),
    prefetch: choiceOf(prefetchers).optional().describe('what is fetched ahead; default: nothing'),
    parent: z.string().describe('the group asked for what is not here: caches or the origin'),
    algorithm: choiceOf(balancers, 'ring-hash').describe(
      'which node of the parent group is asked; ring-hash keeps an object on one of them',
    ),
    collapse: z
      .boolean()
      .default(true)
      .describe('whether misses for one object wait for one fetch (request collapsing)'),
    overhead: bytes().prefault('0B').describe('bytes that each object takes beside its own'),
  },
  make: ({ algorithm, ...settings }, context) =>
    new CacheNode(context, {
      ...settings,
      admission: settings.admission,
      prefetch: settings.prefetch,
      balancer: algorithm.make(),
    }),
});
