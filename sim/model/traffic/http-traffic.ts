/** What all traffic of requests has in common: sending them, and counting the answers. */
import type { z } from 'zod';
import { choiceOf } from '../../part/choice.ts';
import { duration } from '../../part/units.ts';
import type { Labels } from '../../result/result.ts';
import { type Guards, guardsOf } from '../balance/resilience/guards.ts';
import { clientResilience } from '../balance/resilience/index.ts';
import type { Freshness } from '../cache/freshness.ts';
import { Delivery, deliveryParams } from '../cdn/mapping/delivery.ts';
import { transports } from '../net/transport/index.ts';
import type { Flow } from '../net/transport/transport.ts';
import { BROKEN, NO_CALL, SHED, TIMED_OUT } from '../node/calls.ts';
import type { Clients } from '../node/clients.ts';
import { FlowPools } from '../node/flow-pools.ts';
import { Names, namesParams } from '../node/names.ts';
import { AttemptMeters } from '../node/resilience/attempt-meters.ts';
import { Attempts } from '../node/resilience/attempts.ts';
import { NOTHING, type Selection } from '../node/selection.ts';
import { type Content, nearest } from '../node/world.ts';
import { freshnessOf, freshnessParams } from './freshness-params.ts';
import { Numbering } from './numbering.ts';
import type { Life, Objects } from './objects.ts';
import { type TagSet, Tags } from './tags.ts';
import type { TrafficContext } from './traffic.ts';
import { Variants } from './vary.ts';
import { Versions } from './versions.ts';

export const httpParams = {
  freshness: freshnessParams
    .optional()
    .describe('what the origin says of the life of copies; default: they never expire'),
  transport: choiceOf(transports, 'tls-1.3').describe(
    'set-up of new connections, and whether windows, queues and losses are followed: http-1.1, http-2, http-3',
  ),
  dns: namesParams
    .optional()
    .describe('look-ups of the name before new connections; default: devices know the address'),
  ...deliveryParams,
  idle: duration()
    .prefault('60s')
    .describe('an unused connection is closed after this; 60 s is an assumption'),
  resilience: clientResilience,
  objective: duration({ above: 0 })
    .optional()
    .describe('what an answer may take to be of use; default: any time'),
};

type HttpParams = z.output<z.ZodObject<typeof httpParams>>;

/** Nodes that the devices of one place use, and where their requests are counted. */
interface Entry {
  /** Of the place among the context's clients. */
  readonly index: number;
  readonly clients: Clients;
  readonly targets: readonly number[];
  readonly latency: number;
  readonly requests: number;
  readonly errors: number;
  readonly timeouts: number;
  readonly shed: number;
  readonly goodput: number;
  readonly unanswered: number;
  readonly responseBytes: number;
  readonly connections: number;
  /** Undefined: a request is one call, and the device waits. */
  readonly attempts: Attempts | undefined;
}

/** @param params undefined: copies never expire. */
export const lifeOf = (params: HttpParams['freshness']): Life => ({
  freshness: freshnessOf(params),
  changesMs: params?.changes ?? Number.POSITIVE_INFINITY,
});

export class HttpTraffic implements Content {
  readonly traffic: string;
  readonly tagsOfEach: number;
  readonly ledger = { offered: 0, answered: 0, failed: 0, shed: 0 };
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
    const { calls, simulator, recorder } = world;
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
    this.ledger.offered += 1;
    calls.bodyBytes[call] = bodyBytes;
    recorder.add(entry.unanswered, 1, now);
    if (this.#isAnsweredHere(entry, call)) return;
    this.#begin(entry, call);
  }

  /** Whether the device has the answer, or one near it. */
  #isAnsweredHere(entry: Entry, call: number): boolean {
    const delivery = this.#delivery;
    if (delivery === undefined) return entry.clients.answersItself(call);
    delivery.isOwnAnswer = true;
    const answersItself = entry.clients.answersItself(call);
    delivery.isOwnAnswer = false;
    return answersItself || delivery.fromPeer(call);
  }

  #begin(entry: Entry, call: number): void {
    if (entry.attempts !== undefined) entry.attempts.begin(call);
    else if (this.#delivery === undefined) this.#send(entry, call);
    else this.#delivery.route(call, 0);
  }

  #send(entry: Entry, call: number): void {
    const { courier, recorder, simulator } = this.#context.world;
    if (courier !== undefined) {
      courier.request(call, () => recorder.add(entry.connections, 1, simulator.nowMs));
      return;
    }
    // What devices send over a shared medium has no windows that could open.
    if (this.#pools !== undefined && entry.clients.medium === undefined) {
      this.#pools.request(entry.clients, call);
      return;
    }
    const isNew = entry.clients.request(call, this.#setupRoundTrips, this.#idleMs, this.#names);
    if (isNew) recorder.add(entry.connections, 1, simulator.nowMs);
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

  answered(call: number): void {
    const { calls } = this.#context.world;
    const entry = this.#entryOfNode[calls.caller[call]!]!;
    this.#delivery?.heard(call);
    const request = entry.attempts === undefined ? call : entry.attempts.answered(call);
    if (request !== NO_CALL) this.#concluded(request);
  }

  /** A request has its answer, or has failed for good. */
  #concluded(call: number): void {
    const { calls, recorder, simulator } = this.#context.world;
    const entry = this.#entryOfNode[calls.caller[call]!]!;
    const startMs = calls.startMs[call]!;
    recorder.add(entry.requests, 1, startMs);
    recorder.add(entry.unanswered, -1, startMs);
    if (calls.failed[call] === 1) {
      recorder.add(entry.errors, 1, startMs);
      this.#failed(entry, calls.reason[call]!, startMs);
    } else {
      this.ledger.answered += 1;
      const tookMs = simulator.nowMs - startMs;
      recorder.add(entry.responseBytes, calls.bytes[call]!, startMs);
      recorder.record(entry.latency, tookMs, startMs);
      if (tookMs <= this.#objectiveMs) recorder.add(entry.goodput, 1, startMs);
    }
    const isFailed = calls.failed[call] === 1;
    const object = calls.object[call]!;
    calls.release(call);
    const { told } = this.#objects;
    if (told === undefined) return;
    told(this.#jobs[call]!, isFailed, entry.index, this.#numbers.own(object));
  }

  #failed(entry: Entry, reason: number, startMs: number): void {
    const { recorder } = this.#context.world;
    const isShed = reason === SHED || reason === BROKEN;
    if (isShed) this.ledger.shed += 1;
    else this.ledger.failed += 1;
    if (isShed) recorder.add(entry.shed, 1, startMs);
    if (reason === TIMED_OUT) recorder.add(entry.timeouts, 1, startMs);
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

  #makePools(flow: Flow): FlowPools {
    const { world, name, content } = this.#context;
    const { calls, recorder, simulator } = world;
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
        recorder.add(entry.connections, 1, simulator.nowMs);
      },
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
        gaveUp: () => {},
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
    return {
      index,
      clients,
      targets: nearest(world, to, clients.place),
      latency: recorder.histogram('latency', labels, { windows: true }),
      requests: recorder.counter('requests', labels),
      errors: recorder.counter('errors', labels),
      timeouts: recorder.counter('timeouts', labels),
      shed: recorder.counter('shed', labels),
      goodput: recorder.counter('goodput', labels),
      unanswered: recorder.counter('unanswered', labels),
      responseBytes: recorder.counter('response_bytes', labels),
      connections: recorder.counter('connections', labels),
      attempts: guards && this.#attemptsOf(clients, guards, labels),
    };
  }
}
