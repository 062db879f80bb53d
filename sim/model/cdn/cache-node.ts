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
import type { Selection } from '../node/selection.ts';
import { Upstream } from '../node/upstream.ts';
import { CacheMeters, type Meters } from './cache-meters.ts';
import { EvictionAges } from './eviction-ages.ts';
import { PurgeLog } from './purge-log.ts';
import { SlicedCache } from './slices/sliced-cache.ts';
import { answerAll, FAILED, join, totalWaitMs } from './waiting-calls.ts';
import { type WarmSettings, warmParams, warmUp } from './warm-up.ts';

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
  /** Undefined: it is empty when the run begins. */
  readonly warm: WarmSettings | undefined;
}

export class CacheNode implements Node {
  readonly name: string;
  readonly group: string;
  readonly place: number;
  readonly detail: string;
  readonly capacityBytes: number;
  readonly warmOf: string | undefined;
  readonly #context: NodeContext;
  readonly #settings: CacheSettings;
  readonly #meters: Meters;
  readonly #purges: PurgeLog;
  /** The fetch that misses for an object wait for, and renewals in the background. */
  readonly #fetches = new Map<number, number>();
  /** All fetches under way. */
  readonly #open = new Set<number>();
  /** Until when objects that the parent failed to give are not asked for again. */
  readonly #failedUntilMs = new Map<number, number>();
  #store!: ObjectStore;
  #policy!: EvictionPolicy;
  #admission: AdmissionPolicy | undefined;
  #guarded: GuardedPolicy | undefined;
  #prefetcher: Prefetcher | undefined;
  #upstream!: Upstream;
  /** The call on whose occasion something is fetched ahead. */
  #occasion = NO_CALL;

  constructor(context: NodeContext, settings: CacheSettings, meters?: Meters) {
    this.name = context.name;
    this.group = context.group;
    this.place = context.place;
    this.capacityBytes = settings.capacity;
    this.warmOf = settings.warm?.of;
    this.detail = settings.policy.name;
    this.#context = context;
    this.#settings = settings;
    this.#purges = new PurgeLog(context.world.contents);
    this.#meters = meters ?? new CacheMeters(context);
    this.#start();
  }

  connect(): void {
    this.#upstream = new Upstream(this.#context, this.#settings.parent, this.#settings.balancer);
  }

  /** What it holds has been let in before: its admission policy is not asked again. */
  warm(): void {
    const { warm, overhead } = this.#settings;
    const { world } = this.#context;
    const content = world.contents.find(({ traffic }) => traffic === warm?.of);
    if (warm === undefined || content === undefined) return;
    const room = { bytes: warm.top * this.capacityBytes, overheadBytes: overhead };
    if (this.#guarded !== undefined) this.#guarded.isOpen = true;
    warmUp(this.#store, content, room);
    if (this.#guarded !== undefined) this.#guarded.isOpen = false;
    this.#meters.filled(false, this.#store.evictions, 0);
  }

  onCall(call: number): void {
    const { calls, contents, exchange, simulator } = this.#context.world;
    const object = calls.object[call]!;
    const content = calls.content[call]!;
    const purge = this.#purges.last(content, object);
    const { freshness } = contents[content]!;
    const bytes = calls.wholeBytes(call);
    const soft = this.#purges.lastSoft(content, object);
    if (soft > 0) this.#store.outdate(object, soft, this.#purges.timeMs(soft));
    const found = this.#store.lookup(object, simulator.nowMs, freshness, purge, bytes);
    this.#meters.asked(calls.bytes[call]!, found, calls.startMs[call]!);
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
    const version = this.#store.versionOf(object);
    exchange.reply(call, this.#store.generatedAtMs(object), false, version);
  }

  onReply(fetch: number): void {
    const { calls, exchange, simulator } = this.#context.world;
    const object = calls.object[fetch]!;
    this.#upstream.done(fetch);
    if (this.#fetches.get(object) === fetch) this.#fetches.delete(object);
    this.#open.delete(fetch);
    const crashedSince = calls.callerEpoch[fetch] !== exchange.epoch[this.#context.id];
    const failed = crashedSince || calls.failed[fetch] === 1;
    const waiting = calls.parent[fetch]!;
    if (failed) {
      this.#failed(fetch, object, waiting);
      return;
    }
    this.#policy.waited?.(object, totalWaitMs(calls, fetch, simulator.nowMs));
    if (!this.#keep(fetch, object)) {
      // Renewed, but evicted meanwhile: now the bytes are needed.
      this.#fetchAgain(fetch, object, waiting);
      return;
    }
    const answer = {
      generatedAtMs: calls.generatedAtMs[fetch]!,
      failed: false,
      version: calls.version[fetch]!,
    };
    calls.release(fetch);
    answerAll(calls, exchange, waiting, answer);
  }

  /** All that wait for a fetch hear of the crash at once; the fetches come back to nobody. */
  crash(): void {
    const { calls, exchange } = this.#context.world;
    this.#start();
    this.#fetches.clear();
    this.#failedUntilMs.clear();
    for (const fetch of this.#open) {
      const waiting = calls.parent[fetch]!;
      calls.parent[fetch] = NO_CALL;
      answerAll(calls, exchange, waiting, FAILED);
    }
  }

  purge(content: number, objects: Selection, isSoft: boolean): void {
    this.#purges.add(content, objects, isSoft, this.#context.world.simulator.nowMs);
  }

  #miss(call: number, object: number, purge: number): void {
    const { calls, contents, exchange, simulator } = this.#context.world;
    const { nowMs } = simulator;
    if (nowMs < (this.#failedUntilMs.get(object) ?? 0)) {
      this.#meters.refused(calls.startMs[call]!);
      exchange.reply(call, 0, true);
      return;
    }
    const fetch = this.#fetches.get(object);
    // RFC 9111 §4: one request can answer several, of an object that may be shared; not one that left
    // before the last purge.
    const { isShareable } = contents[calls.content[call]!]!.freshness;
    const collapse = this.#settings.collapse && isShareable;
    if (collapse && fetch !== undefined && calls.purge[fetch]! >= purge) {
      this.#meters.collapsed(calls.startMs[call]!);
      join(calls, fetch, call, nowMs);
      return;
    }
    this.#fetch(call, call, object, purge);
  }

  /** @param waiting the call to answer afterwards, or `NO_CALL` for a renewal in the background. */
  #fetch(like: number, waiting: number, object: number, purge: number): void {
    const { calls, contents, simulator } = this.#context.world;
    // What may be kept is fetched whole, whatever part of it is asked for: what nginx does without slices.
    const { isStorable } = contents[calls.content[like]!]!.freshness;
    const fetch = isStorable ? this.#upstream.passOnWhole(like) : this.#upstream.passOn(like);
    if (fetch === NO_CALL) {
      if (waiting !== NO_CALL) this.#answerWithout(waiting, object);
      return;
    }
    if (waiting !== NO_CALL) join(calls, fetch, waiting, simulator.nowMs);
    calls.known[fetch] = this.#store.versionOf(object);
    this.#sendFetch(fetch, object, purge, waiting === NO_CALL);
  }

  #sendFetch(fetch: number, object: number, purge: number, isRenewal: boolean): void {
    const { calls, exchange } = this.#context.world;
    calls.purge[fetch] = Math.max(purge, this.#purges.lastSoft(calls.content[fetch]!, object));
    this.#open.add(fetch);
    if (this.#settings.collapse || isRenewal) this.#fetches.set(object, fetch);
    exchange.send(fetch);
  }

  /** The same fetch once more, for the bytes. */
  #fetchAgain(fetch: number, object: number, waiting: number): void {
    const { calls, exchange } = this.#context.world;
    const again = this.#upstream.passOn(fetch);
    const { waiters, waitersSinceMs } = calls;
    if (again === NO_CALL) answerAll(calls, exchange, waiting, FAILED);
    else {
      calls.known[again] = Number.NaN;
      calls.parent[again] = waiting;
      waiters[again] = waiters[fetch]!;
      waitersSinceMs[again] = waitersSinceMs[fetch]!;
      this.#sendFetch(again, object, calls.purge[fetch]!, false);
    }
    calls.release(fetch);
  }

  #failed(fetch: number, object: number, waiting: number): void {
    this.#context.world.calls.release(fetch);
    if (waiting !== NO_CALL) this.#answerWithout(waiting, object);
  }

  /** The parent gives nothing: a copy may do, however old, as long as stale-if-error says. */
  #answerWithout(waiting: number, object: number): void {
    const { calls, contents, exchange, simulator } = this.#context.world;
    const { freshness } = contents[calls.content[waiting]!]!;
    const { staleIfErrorMs, negativeMs } = freshness;
    const store = this.#store;
    const { nowMs } = simulator;
    const isUsable =
      store.holds(object) && store.staleForMs(object, nowMs, freshness) < staleIfErrorMs;
    if (!isUsable) {
      if (negativeMs > 0) this.#failedUntilMs.set(object, nowMs + negativeMs);
      answerAll(calls, exchange, waiting, FAILED);
      return;
    }
    this.#meters.servedOnError(calls.startMs[waiting]!);
    answerAll(calls, exchange, waiting, {
      generatedAtMs: store.generatedAtMs(object),
      failed: false,
      version: store.versionOf(object),
    });
  }

  /** @returns false when there is nothing to answer with: renewed is what is no longer here. */
  #keep(fetch: number, object: number): boolean {
    const { calls, contents } = this.#context.world;
    const content = calls.content[fetch]!;
    const generatedAtMs = calls.generatedAtMs[fetch]!;
    const purge = calls.purge[fetch]!;
    const version = calls.version[fetch]!;
    if (calls.notModified[fetch] === 1) {
      const isRenewed = this.#store.renew(object, generatedAtMs, purge, version);
      if (isRenewed) this.#meters.revalidated(calls.startMs[fetch]!);
      return isRenewed;
    }
    // Asked for before a purge: it could never be served, and others would have to leave for it.
    if (purge < this.#purges.last(content, object)) return true;
    if (!contents[content]!.freshness.isStorable) return true;
    const evicted = this.#store.evictions;
    const stored = this.#store.put(object, calls.bytes[fetch]!, generatedAtMs, purge, version);
    this.#meters.filled(stored, this.#store.evictions - evicted, calls.startMs[fetch]!);
    return true;
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
    calls.known[fetch] = Number.NaN;
    this.#meters.prefetched(bytes, calls.startMs[fetch]!);
    this.#sendFetch(fetch, object, this.#purges.last(content, object), true);
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
    // Objects of several traffics are numbered in turn.
    const next = (object: number) => world.contents[object % world.contentCount]!.next(object);
    this.#prefetcher = prefetch?.make({ capacityBytes, random: chance('prefetch'), next });
    this.#guarded = this.#admission && new GuardedPolicy(this.#policy, this.#admission);
    const guarded = this.#guarded ?? this.#policy;
    const ages = new EvictionAges(this.#context);
    this.#store = new ObjectStore(capacityBytes, overhead, guarded, ages);
  }
}

export const cacheNode = nodeKind({
  name: 'cache',
  summary: 'keeps copies of objects and asks a parent for those it has not',
  source: 'RFC 9111; stale content: RFC 5861; validators: RFC 9110 §13',
  serves: ['http'],
  references: ({ parent, warm }) => [
    { param: 'parent', to: 'group', name: parent, needs: 'http', calls: true },
    ...(warm === undefined ? [] : [{ param: 'warm.of', to: 'traffic', name: warm.of } as const]),
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
    slice: bytes({ min: 4096, integer: true })
      .optional()
      .describe(
        'size of the pieces in which objects are kept and fetched, one after the other, as nginx’s slice does; default: whole objects, and a request for a range fetches all of it',
      ),
    warm: warmParams.optional().describe('what it holds when the run begins; default: nothing'),
  },
  make: ({ algorithm, slice, ...given }, context) => {
    const settings = {
      ...given,
      admission: given.admission,
      prefetch: given.prefetch,
      warm: given.warm,
      balancer: algorithm.make(),
    };
    if (slice === undefined) return new CacheNode(context, settings);
    return new SlicedCache(context, slice, (own, meters) => new CacheNode(own, settings, meters));
  },
});
