/** What all traffic of requests has in common: sending them, and counting the answers. */
import type { Labels } from '../../result/result.ts';
import { type Guards, guardsOf } from '../balance/resilience/guards.ts';
import type { Freshness } from '../cache/freshness.ts';
import { Delivery } from '../cdn/mapping/delivery.ts';
import type { Flow } from '../net/transport/transport.ts';
import type { Progress } from '../node/call-backs.ts';
import { NO_CALL } from '../node/calls.ts';
import type { Clients } from '../node/clients.ts';
import { FlowPools } from '../node/flow-pools.ts';
import { Names } from '../node/names.ts';
import { AttemptMeters } from '../node/resilience/attempt-meters.ts';
import { Attempts } from '../node/resilience/attempts.ts';
import { NOTHING, type Selection } from '../node/selection.ts';
import { type Content, nearest } from '../node/world.ts';
import { type HttpParams, lifeOf } from './http-params.ts';
import { Numbering } from './numbering.ts';
import type { Life, Objects } from './objects.ts';
import { RequestMeters } from './request-meters.ts';
import { type TagSet, Tags } from './tags.ts';
import type { TrafficContext } from './traffic.ts';
import { Variants } from './vary.ts';
import { Versions } from './versions.ts';

/** Nodes that the devices of one place use, and where their requests are counted. */
interface Entry {
  /** Of the place among the context's clients. */
  readonly index: number;
  readonly clients: Clients;
  readonly targets: readonly number[];
  readonly meters: RequestMeters;
  /** Undefined: a request is one call, and the device waits. */
  readonly attempts: Attempts | undefined;
}

export class HttpTraffic implements Content {
  readonly traffic: string;
  readonly tagsOfEach: number;
  readonly ledger = { offered: 0, answered: 0, failed: 0, shed: 0, cancelled: 0 };
  smallestBytes = Number.POSITIVE_INFINITY;
  readonly #objects: Objects;
  readonly #tags: TagSet;
  readonly #variants: Variants;
  readonly #numbers: Numbering;
  readonly #versions: Versions;
  readonly #life: Life;
  readonly #context: TrafficContext;
  readonly #setupRoundTrips: number;
  readonly #survivesMoves: boolean;
  readonly #idleMs: number;
  readonly #names: Names | undefined;
  /** Carries requests and answers when the transport has windows, queues and losses. */
  readonly #pools: FlowPools | undefined;
  readonly #objectiveMs: number;
  /** Who answers, when that is more than one place on the map. */
  readonly #delivery: Delivery | undefined;
  readonly #entries: readonly Entry[];
  readonly #entryOfNode: (Entry | undefined)[] = [];
  /** By call: what the asker wants to be told with. */
  readonly #jobs: number[] = [];
  /** While attempts are given up because their request was called back. */
  #isCallingBack = false;

  constructor(context: TrafficContext, params: HttpParams, objects: Objects) {
    this.traffic = context.name;
    this.#objects = objects;
    this.#tags = objects.tags ?? new Tags();
    this.tagsOfEach = this.#tags.tagsOfEach;
    this.#context = context;
    const { name, clients, content, world } = context;
    this.#variants = new Variants(objects.vary, name, clients, world.streams);
    this.#numbers = new Numbering(content, world.contentCount, this.#variants.count);
    this.#life = lifeOf(params.freshness);
    const random = world.streams.stream(`${name}/changes`);
    this.#versions = new Versions(params.freshness?.changes, random);
    const { setupRoundTrips, flow, survivesMoves = false } = params.transport.make();
    this.#survivesMoves = survivesMoves;
    this.#setupRoundTrips = setupRoundTrips;
    this.#idleMs = params.idle;
    this.#names = params.dns && new Names(context.world, context.name, params.dns);
    this.#pools = flow && this.#makePools(flow);
    this.#delivery = this.#makeDelivery(params);
    this.#objectiveMs = params.objective ?? Number.POSITIVE_INFINITY;
    const guards = guardsOf(params.resilience);
    this.#entries = clients.map((each, index) => this.#entry(each, index, guards));
    for (const entry of this.#entries) this.#entryOfNode[entry.clients.id] = entry;
  }

  /**
   * A device asks for an object now.
   *
   * @param place index into the context's clients.
   * @param object the traffic's own number of the object.
   * @param bytes that it wants, from `fromByte` on.
   * @param partOf bytes of all of the object, when it wants a part.
   * @param job what `told` is told with the answer; this may be before `ask` returns.
   * @param bodyBytes that it uploads with the request.
   */
  ask(
    place: number,
    device: number,
    object: number,
    bytes: number,
    fromByte = 0,
    partOf = 0,
    job = -1,
    bodyBytes = 0,
  ): void {
    const { world, content } = this.#context;
    const { calls, simulator } = world;
    const entry = this.#entries[place]!;
    const seat = entry.clients.seat(device, entry.targets[0]!);
    const target = entry.targets[seat % entry.targets.length]!;
    const now = simulator.nowMs;
    const known = this.#numbers.known(object, this.#variants.of(place, device));
    const call = calls.make(entry.clients.id, target, content, known, now);
    calls.device[call] = device;
    calls.bytes[call] = bytes;
    calls.fromByte[call] = fromByte;
    calls.partOf[call] = partOf;
    if (this.#objects.told !== undefined) this.#jobs[call] = job;
    calls.bodyBytes[call] = bodyBytes;
    entry.meters.asked(now);
    this.#objects.began?.(job, place, call);
    // Whether the device has the answer, or one near it.
    if (entry.clients.answersItself(call) || this.#delivery?.fromPeer(call) === true) return;
    this.#begin(entry, call);
  }

  /**
   * A device does not want any more what it has asked for. What is not sent yet will not be, where packets
   * are followed; else all of it comes, for nothing.
   *
   * @param call as `began` was told; its request must be under way.
   */
  callBack(call: number): void {
    const { calls } = this.#context.world;
    const entry = this.#entryOfNode[calls.caller[call]!]!;
    entry.meters.calledBack(calls.startMs[call]!);
    this.#isCallingBack = true;
    const hadAttempts = entry.attempts?.callBack(call) === true;
    this.#isCallingBack = false;
    if (hadAttempts) {
      calls.release(call);
      return;
    }
    calls.attempts.giveUp(call);
    if (this.#isGone(entry, call)) this.#forget(call, 0);
  }

  /** Whether it can be seen how far answers are. */
  get showsProgress(): boolean {
    return this.#pools !== undefined;
  }

  /** How much of the answer to a request is at the device, bytes; undefined: nobody knows. */
  progress(call: number): Progress | undefined {
    const { calls } = this.#context.world;
    const { attempts } = this.#entryOfNode[calls.caller[call]!]!;
    const latest = attempts === undefined ? call : calls.attempts.next[call]!;
    return latest === NO_CALL ? undefined : this.#pools?.progress(latest);
  }

  /** A call that nobody waits for. @returns whether it will never come back. */
  #isGone({ clients }: Entry, call: number): boolean {
    if (this.#pools === undefined || clients.medium !== undefined) return false;
    if (this.#pools.unqueue(clients, call)) return true;
    if (this.#isCallingBack || this.#isOfNoRequest(call)) this.#pools.callBack(clients, call);
    return false;
  }

  #begin(entry: Entry, call: number): void {
    // A peer broke off what nobody waits for any more.
    if (this.#isOfNoRequest(call)) this.#forget(call, 0);
    else if (entry.attempts !== undefined) entry.attempts.begin(call);
    else if (this.#delivery === undefined) this.#send(entry, call);
    else this.#delivery.route(call, 0);
  }

  #send(entry: Entry, call: number): void {
    const { courier, simulator } = this.#context.world;
    if (courier !== undefined) {
      courier.request(call, () => entry.meters.connected(simulator.nowMs));
      return;
    }
    // What devices send over a shared medium has no windows that could open.
    if (this.#pools !== undefined && entry.clients.medium === undefined) {
      this.#pools.request(entry.clients, call);
      return;
    }
    const isNew = entry.clients.request(call, this.#setupRoundTrips, this.#idleMs, this.#names);
    if (isNew) entry.meters.connected(simulator.nowMs);
  }

  freshnessOf(object: number): Freshness {
    const { lifeOf: own } = this.#objects;
    if (own === undefined) return this.#life.freshness;
    return (own(this.#numbers.own(object)) ?? this.#life).freshness;
  }

  bytesOf(object: number): number | undefined {
    return this.#objects.bytesOf(this.#numbers.own(object));
  }

  versionOf(object: number, nowMs: number): number {
    const own = this.#numbers.own(object);
    return this.#versions.at(own, nowMs, this.#objects.lifeOf?.(own)?.changesMs);
  }

  /** The origin has another version of all variants of an object from now on. */
  changed(object: number): void {
    this.#versions.change(object, this.#context.world.simulator.nowMs);
  }

  moved(node: number, devices: number): void {
    const entry = this.#entryOfNode[node];
    if (entry === undefined) return;
    if (this.#pools !== undefined) this.#pools.moved(entry.clients, devices, this.#survivesMoves);
    else if (!this.#survivesMoves) entry.clients.forget(this.#context.content, devices);
  }

  /** All devices lose their connections; what was asked for on those that follow packets is asked again. */
  disconnect(): void {
    for (const { clients } of this.#entries) {
      if (this.#pools !== undefined) this.#pools.moved(clients, clients.devices, false);
      else clients.forget(this.#context.content, clients.devices);
    }
  }

  match(pattern: string): Selection {
    return this.#numbers.select(this.#objects.match(pattern), pattern);
  }

  tagged(tag: string): Selection {
    const found = this.#tags.find(tag);
    return found === undefined ? NOTHING : { means: 'tag', tag: found };
  }

  tagOf(object: number, index: number): number {
    return this.#tags.tagOf(this.#numbers.own(object), index);
  }

  urlOf(object: number): number {
    return this.#numbers.url(object);
  }

  ranked(rank: number): number {
    return this.#numbers.ranked(rank);
  }

  next(object: number): number {
    const { next } = this.#objects;
    if (next === undefined) return this.#numbers.next(object);
    const own = this.#numbers.own(object);
    const following = next.call(this.#objects, own);
    return following < 0 ? -1 : object + (following - own) * this.#numbers.stride;
  }

  readyAtMs(object: number): number {
    return this.#objects.readyAtMs?.(this.#numbers.own(object)) ?? 0;
  }

  heard(call: number): void {
    this.#delivery?.heard(call);
  }

  answered(call: number): void {
    const { calls } = this.#context.world;
    const entry = this.#entryOfNode[calls.caller[call]!]!;
    if (entry.attempts !== undefined) {
      const request = entry.attempts.answered(call);
      if (request !== NO_CALL) this.#concluded(request);
    } else if (calls.attempts.isGivenUp(call)) {
      const isEmpty = calls.failed[call] === 1 || calls.notModified[call] === 1;
      this.#forget(call, isEmpty ? 0 : calls.bytes[call]!);
    } else this.#concluded(call);
  }

  /** Whether a request was called back before it had an attempt. */
  #isOfNoRequest(call: number): boolean {
    return this.#objects.began !== undefined && this.#context.world.calls.attempts.isGivenUp(call);
  }

  /** The last of a call whose request was called back. */
  #forget(call: number, bytes: number): void {
    const { calls } = this.#context.world;
    const { meters } = this.#entryOfNode[calls.caller[call]!]!;
    meters.wasted(bytes, calls.startMs[call]!);
    calls.attempts.requestOf[call] = NO_CALL;
    calls.release(call);
  }

  /** A request has its answer, or has failed for good. */
  #concluded(call: number): void {
    const { calls, simulator } = this.#context.world;
    const { index, meters } = this.#entryOfNode[calls.caller[call]!]!;
    const startMs = calls.startMs[call]!;
    const isFailed = calls.failed[call] === 1;
    if (isFailed) meters.failed(calls.reason[call]!, startMs);
    else meters.answered(calls.bytes[call]!, startMs, simulator.nowMs - startMs);
    const object = calls.object[call]!;
    calls.release(call);
    const { told } = this.#objects;
    if (told === undefined) return;
    told(this.#jobs[call]!, isFailed, index, this.#numbers.own(object));
  }

  #makeDelivery(params: HttpParams): Delivery | undefined {
    const { clients, name, shares, to, world } = this.#context;
    if ((params.mapping ?? params.peers ?? shares) === undefined) return undefined;
    const { calls } = world;
    const entryOf = (call: number) => this.#entryOfNode[calls.caller[call]!]!;
    return new Delivery(world, clients, {
      traffic: name,
      shares: shares ?? { [to]: 1 },
      isSeveral: shares !== undefined,
      params,
      setupRoundTrips: this.#setupRoundTrips,
      send: (call) => this.#send(entryOf(call), call),
      begin: (call) => this.#begin(entryOf(call), call),
    });
  }

  /** A call that was called back on its connection is over; so much of its answer was sent. */
  #ended(call: number, bytes: number): void {
    const { calls } = this.#context.world;
    const { attempts } = this.#entryOfNode[calls.caller[call]!]!;
    calls.bytes[call] = bytes;
    calls.failed[call] = bytes === 0 ? 1 : 0;
    calls.notModified[call] = 0;
    if (attempts === undefined) this.#forget(call, bytes);
    else attempts.answered(call);
  }

  #makePools(flow: Flow): FlowPools {
    const { world, name, content } = this.#context;
    const { calls, simulator } = world;
    const names = this.#names;
    const pools = new FlowPools(world, {
      name,
      setupRoundTrips: this.#setupRoundTrips,
      flow,
      idleMs: this.#idleMs,
      hasUploads: this.#objects.hasUploads ?? false,
      ...(names && { nameMs: (peer, device) => names.waitMs(peer as Clients, device) }),
      opened: (call) => {
        const entry = this.#entryOfNode[calls.caller[call]!]!;
        entry.meters.connected(simulator.nowMs);
      },
      ended: (call, bytes) => this.#ended(call, bytes),
    });
    world.exchange.carriers[content] = pools;
    return pools;
  }

  #attemptsOf(clients: Clients, guards: Guards, labels: Labels): Attempts {
    const { world, name } = this.#context;
    const random = world.streams.stream(`${clients.name}/${name}/resilience`);
    const meters = new AttemptMeters(world.recorder, labels);
    return new Attempts(
      { world, guards, meters, random },
      {
        concluded: (request) => this.#concluded(request),
        gaveUp: (attempt) => this.#isGone(this.#entryOfNode[clients.id]!, attempt),
        launch: (attempt, request, number) => this.#launch(attempt, request, number),
      },
    );
  }

  /** Each attempt goes to another address of the name, if it has several: RFC 8305 §5. */
  #launch(attempt: number, request: number, number: number): boolean {
    const { calls } = this.#context.world;
    const entry = this.#entryOfNode[calls.caller[request]!]!;
    if (this.#delivery !== undefined) {
      this.#delivery.route(attempt, number);
      return true;
    }
    const { targets } = entry;
    if (number > 0) {
      calls.callee[attempt] = targets[(calls.device[request]! + number) % targets.length]!;
    }
    this.#send(entry, attempt);
    return true;
  }

  #entry(clients: Clients, index: number, guards: Guards | undefined): Entry {
    const { world, name, to } = this.#context;
    const labels = { traffic: name, place: world.places[clients.place]!.name };
    const { recorder } = world;
    const [ledger, objectiveMs] = [this.ledger, this.#objectiveMs];
    const callsBack = this.#objects.began !== undefined;
    return {
      index,
      clients,
      targets: nearest(world, to, clients.place),
      meters: new RequestMeters({ recorder, labels, ledger, objectiveMs, callsBack }),
      attempts: guards && this.#attemptsOf(clients, guards, labels),
    };
  }
}
