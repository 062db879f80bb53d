/** What all traffic of requests has in common: sending them, and counting the answers. */
import type { z } from 'zod';
import { choiceOf } from '../../part/choice.ts';
import { duration } from '../../part/units.ts';
import type { Freshness } from '../cache/freshness.ts';
import { transports } from '../net/transport/index.ts';
import type { Flow } from '../net/transport/transport.ts';
import type { Clients } from '../node/clients.ts';
import { FlowPools } from '../node/flow-pools.ts';
import { Names, namesParams } from '../node/names.ts';
import { NOTHING, type Selection } from '../node/selection.ts';
import { type Content, nearest } from '../node/world.ts';
import { freshnessOf, freshnessParams } from './freshness-params.ts';
import type { Match } from './keys.ts';
import { Numbering } from './numbering.ts';
import { Tags } from './tags.ts';
import type { TrafficContext } from './traffic.ts';
import { Variants, type VaryParams } from './vary.ts';
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
  idle: duration()
    .prefault('60s')
    .describe('an unused connection is closed after this; 60 s is an assumption'),
};

type HttpParams = z.output<z.ZodObject<typeof httpParams>>;

/** Nodes that the devices of one place use, and where their requests are counted. */
interface Entry {
  /** Among the context's clients. */
  readonly index: number;
  readonly clients: Clients;
  readonly targets: readonly number[];
  readonly latency: number;
  readonly requests: number;
  readonly errors: number;
  readonly unanswered: number;
  readonly responseBytes: number;
  readonly connections: number;
}

/** The objects of a traffic. */
export interface Objects {
  readonly match: (pattern: string) => Match;
  /** Default: none of them has any. */
  readonly tags?: Tags;
  /** Default: the URL is all that answers depend on. */
  readonly vary?: VaryParams | undefined;
  /** Size of an object by the traffic's own number, bytes; undefined for one that is not known. */
  bytesOf(object: number): number | undefined;
  /** The object that lies behind another, -1: none; default: the next number. */
  next?(object: number): number;
  /** When the origin has an object to give, ms; default: always. */
  readyAtMs?(object: number): number;
  /** Told of each answer. @param place index into the context's clients. */
  answered?(place: number, device: number, object: number, hasFailed: boolean): void;
}

export class HttpTraffic implements Content {
  readonly traffic: string;
  readonly freshness: Freshness;
  readonly tagsOfEach: number;
  smallestBytes = Number.POSITIVE_INFINITY;
  readonly #objects: Objects;
  readonly #tags: Tags;
  readonly #variants: Variants;
  readonly #numbers: Numbering;
  readonly #versions: Versions;
  readonly #context: TrafficContext;
  readonly #setupRoundTrips: number;
  readonly #idleMs: number;
  readonly #names: Names | undefined;
  /** Carries requests and answers when the transport has windows, queues and losses. */
  readonly #pools: FlowPools | undefined;
  readonly #entries: readonly Entry[];
  readonly #entryOfNode: (Entry | undefined)[] = [];

  constructor(context: TrafficContext, params: HttpParams, objects: Objects) {
    this.traffic = context.name;
    this.#objects = objects;
    this.#tags = objects.tags ?? new Tags();
    this.tagsOfEach = this.#tags.tagsOfEach;
    this.#context = context;
    const { name, clients, content, world } = context;
    this.#variants = new Variants(objects.vary, name, clients, world.streams);
    this.#numbers = new Numbering(content, world.contentCount, this.#variants.count);
    this.freshness = freshnessOf(params.freshness);
    const random = world.streams.stream(`${name}/changes`);
    this.#versions = new Versions(params.freshness?.changes, random);
    const { setupRoundTrips, flow } = params.transport.make();
    this.#setupRoundTrips = setupRoundTrips;
    this.#idleMs = params.idle;
    this.#names = params.dns && new Names(context.world, context.name, params.dns);
    this.#pools = flow && this.#makePools(flow);
    this.#entries = clients.map((each, index) => this.#entry(each, index));
    for (const entry of this.#entries) this.#entryOfNode[entry.clients.id] = entry;
  }

  /**
   * A device asks for an object now.
   *
   * @param place index into the context's clients.
   * @param object the traffic's own number of the object.
   * @param bytes that it wants, from `fromByte` on.
   * @param partOf bytes of all of the object, when it wants a part.
   */
  ask(
    place: number,
    device: number,
    object: number,
    bytes: number,
    fromByte = 0,
    partOf = 0,
  ): void {
    const { world, content } = this.#context;
    const { calls, simulator, recorder } = world;
    const entry = this.#entries[place]!;
    const target = entry.targets[device % entry.targets.length]!;
    const now = simulator.nowMs;
    const known = this.#numbers.known(object, this.#variants.of(place, device));
    const call = calls.make(entry.clients.id, target, content, known, now);
    calls.device[call] = device;
    calls.bytes[call] = bytes;
    calls.fromByte[call] = fromByte;
    calls.partOf[call] = partOf;
    recorder.add(entry.unanswered, 1, now);
    if (entry.clients.answersItself(call)) return;
    // What devices send over a shared medium has no windows that could open.
    if (this.#pools !== undefined && entry.clients.medium === undefined) {
      this.#pools.request(entry.clients, call);
      return;
    }
    const isNew = entry.clients.request(call, this.#setupRoundTrips, this.#idleMs, this.#names);
    if (isNew) recorder.add(entry.connections, 1, now);
  }

  bytesOf(object: number): number | undefined {
    return this.#objects.bytesOf(this.#numbers.own(object));
  }

  versionOf(object: number, nowMs: number): number {
    return this.#versions.at(this.#numbers.own(object), nowMs);
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
    const { calls, recorder, simulator } = this.#context.world;
    const entry = this.#entryOfNode[calls.caller[call]!]!;
    const startMs = calls.startMs[call]!;
    recorder.add(entry.requests, 1, startMs);
    recorder.add(entry.unanswered, -1, startMs);
    if (calls.failed[call] === 1) {
      recorder.add(entry.errors, 1, startMs);
    } else {
      recorder.add(entry.responseBytes, calls.bytes[call]!, startMs);
      recorder.record(entry.latency, simulator.nowMs - startMs, startMs);
    }
    const device = calls.device[call]!;
    const object = calls.object[call]!;
    const hasFailed = calls.failed[call] === 1;
    calls.release(call);
    if (this.#objects.answered === undefined) return;
    this.#objects.answered(entry.index, device, this.#numbers.own(object), hasFailed);
  }

  #makePools(flow: Flow): FlowPools {
    const { world, name, content } = this.#context;
    const { calls, recorder, simulator } = world;
    return new FlowPools(world, {
      traffic: name,
      content,
      setupRoundTrips: this.#setupRoundTrips,
      flow,
      idleMs: this.#idleMs,
      names: this.#names,
      opened: (call) => {
        const entry = this.#entryOfNode[calls.caller[call]!]!;
        recorder.add(entry.connections, 1, simulator.nowMs);
      },
    });
  }

  #entry(clients: Clients, index: number): Entry {
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
      unanswered: recorder.counter('unanswered', labels),
      responseBytes: recorder.counter('response_bytes', labels),
      connections: recorder.counter('connections', labels),
    };
  }
}
