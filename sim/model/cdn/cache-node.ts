/**
 * A cache with a parent to ask: serves copies, fetches what it has not, and lets misses for one
 * object wait for one fetch.
 */
import type { AdmissionPolicy } from '../cache/admission/admission.ts';
import type { GuardedPolicy } from '../cache/admission/guarded-policy.ts';
import type { EvictionPolicy } from '../cache/eviction/policy.ts';
import type { Prefetcher } from '../cache/prefetch/prefetcher.ts';
import type { ObjectStore } from '../cache/store.ts';
import { DEMOTE, ERROR, FETCH, NO_CALL, QUERY, SIBLING, TAKE } from '../node/calls.ts';
import { type Node, type NodeContext, nodeKind } from '../node/node.ts';
import { setDoor } from '../node/resilience/door.ts';
import type { Selection } from '../node/selection.ts';
import { openUplink } from '../node/uplink.ts';
import { Upstream } from '../node/upstream.ts';
import { CacheMeters, type Meters } from './cache-meters.ts';
import { makeParts } from './cache-parts.ts';
import { type CacheSettings, cacheParams, conflictOfSlices, settingsOf } from './cache-settings.ts';
import { Demotion } from './demotion.ts';
import { StorageTiers } from './disk/storage-tiers.ts';
import { EvictionAges } from './eviction-ages.ts';
import { Keeping } from './keeping.ts';
import { PurgeLog } from './purge-log.ts';
import { Siblings } from './siblings/siblings.ts';
import { SlicedCache } from './slices/sliced-cache.ts';
import { answerAll, FAILED, failedFor, inOrder, join, totalWaitMs } from './waiting-calls.ts';
import { warmStores } from './warm-up.ts';
import { WorkedCache } from './worked-cache.ts';

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
  readonly #tiers: StorageTiers | undefined;
  readonly #keeping: Keeping;
  #upstream!: Upstream;
  #demotion: Demotion | undefined;
  #siblings: Siblings | undefined;
  /** The call on whose occasion something is fetched ahead. */
  #occasion = NO_CALL;

  constructor(context: NodeContext, settings: CacheSettings, meters?: Meters) {
    this.name = context.name;
    this.group = context.group;
    this.place = context.place;
    this.capacityBytes = settings.capacity;
    this.warmOf = settings.warm?.of;
    this.#context = context;
    this.#settings = settings;
    this.#purges = new PurgeLog(context.world.contents);
    this.#meters = meters ?? new CacheMeters(context);
    const { overhead, tiers } = settings;
    const store = () => this.#store;
    this.#tiers = tiers && new StorageTiers(context, tiers, overhead, store);
    const parts = { context, store, tiers: this.#tiers, meters: this.#meters };
    this.#keeping = new Keeping({ ...parts, purges: this.#purges, demotion: () => this.#demotion });
    this.detail = [settings.policy.name, this.#tiers?.detail].filter(Boolean).join(' on ');
    this.#start();
  }

  connect(): void {
    const { parent, balancer, guards, inclusion, siblings: search } = this.#settings;
    setDoor(this.#context, this.#settings.limiter);
    const concluded = (fetch: number) => this.#fetched(fetch);
    const upstream = new Upstream(this.#context, parent, balancer, 0, { guards, concluded });
    const isExclusive = inclusion === 'exclusive';
    this.#upstream = upstream;
    if (isExclusive) this.#demotion = new Demotion(this.#context, upstream, this.#purges);
    if (search === undefined) return;
    const lost = (fetch: number) => this.#lost(fetch);
    const parts = { search, upstream, intent: isExclusive ? TAKE : FETCH, lost };
    this.#siblings = new Siblings(this.#context, parts);
  }

  /** What it holds has been let in before: its admission policy is not asked again. */
  warm(): void {
    const demotion = this.#demotion;
    this.#demotion = undefined;
    if (this.#guarded !== undefined) this.#guarded.isOpen = true;
    const stores = { store: this.#store, memory: this.#tiers?.memory };
    warmStores(this.#context.world, this.#settings, stores);
    if (this.#guarded !== undefined) this.#guarded.isOpen = false;
    this.#demotion = demotion;
    if (this.#store.evictions > 0) this.#meters.filled(false, this.#store.evictions, 0);
  }

  onCall(call: number): void {
    const { calls, contents, simulator } = this.#context.world;
    const intent = calls.intent[call]!;
    if (intent === DEMOTE) {
      this.#keeping.takeIn(call);
      return;
    }
    const object = calls.object[call]!;
    const content = calls.content[call]!;
    const purge = this.#purges.last(content, object);
    const freshness = contents[content]!.freshnessOf(object);
    const bytes = calls.wholeBytes(call);
    const soft = this.#purges.lastSoft(content, object);
    if (soft > 0) this.#store.outdate(object, soft, this.#purges.timeMs(soft));
    if (intent === QUERY) {
      const isHere = this.#store.isFresh(object, simulator.nowMs, freshness, purge);
      this.#context.world.exchange.reply(call, isHere ? 0 : Number.NaN, false);
      return;
    }
    const found = this.#store.lookup(object, simulator.nowMs, freshness, purge, bytes);
    if (intent === SIBLING) {
      if (found === 'fresh') this.#serve(call, object);
      else this.#context.world.exchange.reply(call, 0, true);
      return;
    }
    this.#meters.asked(calls.bytes[call]!, found, calls.startMs[call]!);
    this.#admission?.requested(object, bytes);
    const isMiss = found === 'absent' || found === 'expired';
    // A purge takes what is in memory, too.
    if (found === 'absent') this.#tiers?.left(object);
    // Before the answer, for what asked may be gone then.
    if (this.#prefetcher !== undefined) this.#lookAhead(call, object, !isMiss);
    if (isMiss) {
      this.#miss(call, object, purge);
      return;
    }
    // RFC 5861 §3: a stale copy is served at once and renewed in the background.
    const isStale = found === 'stale' && intent !== TAKE;
    if (isStale && !this.#fetches.has(object)) this.#fetch(call, NO_CALL, object, purge);
    this.#serve(call, object);
  }

  /** Answers with the copy that is here. */
  #serve(call: number, object: number): void {
    const generatedAtMs = this.#store.generatedAtMs(object);
    const version = this.#store.versionOf(object);
    const { calls, exchange } = this.#context.world;
    const isTaker = calls.intent[call] === TAKE;
    // Before the answer, on which what the asker evicts for it may come.
    if (isTaker) this.#store.drop(object);
    if (this.#tiers === undefined) exchange.reply(call, generatedAtMs, false, version);
    else this.#tiers.serve(call, generatedAtMs, version);
    if (isTaker) this.#tiers?.left(object);
  }

  onReply(reply: number): void {
    const { calls } = this.#context.world;
    const intent = calls.intent[reply]!;
    const isFromSibling = intent === SIBLING || intent === QUERY;
    if (isFromSibling && this.#siblings!.goesOn(reply)) return;
    const fetch = isFromSibling ? reply : this.#upstream.done(reply);
    if (intent === DEMOTE) calls.release(reply);
    else if (fetch !== NO_CALL) this.#fetched(fetch);
  }

  /** What was asked for is there, or will not come. */
  #fetched(fetch: number): void {
    const { calls, exchange, simulator } = this.#context.world;
    const object = calls.object[fetch]!;
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
    if (!this.#keeping.keep(fetch, waiting)) {
      // Renewed, but evicted meanwhile: now the bytes are needed.
      this.#fetchAgain(fetch, object, waiting);
      return;
    }
    const answer = {
      generatedAtMs: calls.generatedAtMs[fetch]!,
      failed: false,
      version: calls.version[fetch]!,
      reason: ERROR,
    };
    calls.release(fetch);
    answerAll(calls, exchange, waiting, answer);
  }

  /** All that wait for a fetch hear of the crash at once; the fetches come back to nobody. */
  crash(): void {
    const { calls, exchange } = this.#context.world;
    if (this.#tiers === undefined) this.#start();
    else this.#tiers.crash();
    this.#fetches.clear();
    this.#failedUntilMs.clear();
    for (const fetch of this.#open) {
      const waiting = calls.parent[fetch]!;
      calls.parent[fetch] = NO_CALL;
      answerAll(calls, exchange, waiting, FAILED);
    }
    this.#upstream.crash();
  }

  flush(): void {
    this.#start();
    this.#tiers?.flush();
  }

  list(each: (object: number) => void): void {
    this.#store.list(each);
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
    const { isShareable } = contents[calls.content[call]!]!.freshnessOf(object);
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
    const { calls, simulator } = this.#context.world;
    const fetch = this.#fetchFor(like);
    if (fetch === NO_CALL) {
      if (waiting !== NO_CALL) this.#answerWithout(waiting, object);
      return;
    }
    if (waiting !== NO_CALL) join(calls, fetch, waiting, simulator.nowMs);
    // RFC 9111 §4.3.1: the asker's validator goes on for what is not kept here.
    const isTaker = calls.intent[like] === TAKE && !this.#store.holds(object);
    if (this.#isStorable(fetch) && !isTaker) calls.known[fetch] = this.#store.versionOf(object);
    this.#sendFetch(fetch, object, purge, waiting === NO_CALL);
  }

  /** What may be kept is fetched whole, whatever part of it is asked for: what nginx does without slices. */
  #fetchFor(call: number): number {
    if (!this.#isStorable(call)) return this.#upstream.passOn(call);
    const asksSiblings = this.#siblings !== undefined;
    return asksSiblings ? this.#upstream.draftLike(call) : this.#upstream.passOnWhole(call);
  }

  #sendFetch(fetch: number, object: number, purge: number, isRenewal: boolean): void {
    const { calls } = this.#context.world;
    calls.purge[fetch] = Math.max(purge, this.#purges.lastSoft(calls.content[fetch]!, object));
    this.#open.add(fetch);
    if (this.#demotion !== undefined) calls.intent[fetch] = TAKE;
    // A 304 to somebody else's validator has nothing for others who ask.
    const isOwn = Number.isNaN(calls.known[fetch]!) || this.#store.holds(object);
    if (isOwn && (this.#settings.collapse || isRenewal)) this.#fetches.set(object, fetch);
    const isDraft = calls.callee[fetch] === this.#context.id;
    if (isDraft && this.#siblings !== undefined) this.#siblings.send(fetch);
    else this.#upstream.send(fetch);
  }

  /** A fetch that can be sent to nobody. */
  #lost(fetch: number): void {
    const { calls } = this.#context.world;
    const object = calls.object[fetch]!;
    if (this.#fetches.get(object) === fetch) this.#fetches.delete(object);
    this.#open.delete(fetch);
    this.#failed(fetch, object, calls.parent[fetch]!);
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
    const { calls } = this.#context.world;
    const reason = calls.reason[fetch]!;
    calls.release(fetch);
    if (waiting !== NO_CALL) this.#answerWithout(waiting, object, reason);
  }

  /** The parent gives nothing: a copy may do, however old, as long as stale-if-error says. */
  #answerWithout(waiting: number, object: number, reason: number = ERROR): void {
    const { calls, contents, exchange, simulator } = this.#context.world;
    const freshness = contents[calls.content[waiting]!]!.freshnessOf(object);
    const { staleIfErrorMs, negativeMs } = freshness;
    const store = this.#store;
    const { nowMs } = simulator;
    const isUsable =
      store.holds(object) && store.staleForMs(object, nowMs, freshness) < staleIfErrorMs;
    if (!isUsable) {
      if (negativeMs > 0) this.#failedUntilMs.set(object, nowMs + negativeMs);
      answerAll(calls, exchange, waiting, failedFor(reason));
      return;
    }
    this.#meters.servedOnError(calls.startMs[waiting]!);
    for (let call = inOrder(calls, waiting); call !== NO_CALL; ) {
      const next = calls.next[call]!;
      this.#serve(call, object);
      call = next;
    }
  }

  #isStorable(call: number): boolean {
    const { calls, contents } = this.#context.world;
    return contents[calls.content[call]!]!.freshnessOf(calls.object[call]!).isStorable;
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
    const ages = new EvictionAges(this.#context, (evicted) => {
      this.#tiers?.left(evicted);
      this.#demotion?.left(evicted, this.#store);
    });
    const made = makeParts(this.#context, this.#settings, ages);
    this.#policy = made.policy;
    this.#admission = made.admission;
    this.#prefetcher = made.prefetcher;
    this.#guarded = made.guarded;
    this.#store = made.store;
  }
}

export const cacheNode = nodeKind({
  name: 'cache',
  summary: 'keeps copies of objects and asks a parent for those it has not',
  source: 'RFC 9111; stale content: RFC 5861; validators: RFC 9110 §13',
  serves: ['http', 'copies', 'jobs'],
  references: ({ inclusion, parent, warm }) => [
    {
      param: 'parent',
      to: 'group',
      name: parent,
      needs: inclusion === 'exclusive' ? 'copies' : 'http',
      calls: true,
    },
    ...(warm === undefined ? [] : [{ param: 'warm.of', to: 'traffic', name: warm.of } as const]),
  ],
  params: cacheParams,
  make: (given, context) => {
    const { cpu, slice, transport } = given;
    if (transport !== undefined) openUplink(context, transport);
    const settings = settingsOf(given);
    const make = (own: NodeContext, meters?: Meters) => new CacheNode(own, settings, meters);
    const conflict = conflictOfSlices(settings);
    const node = slice ? new SlicedCache(context, slice, make, conflict) : make(context);
    return cpu === undefined ? node : new WorkedCache(context, node, cpu);
  },
});
