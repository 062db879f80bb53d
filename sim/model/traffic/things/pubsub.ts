/** Devices that publish to topics and have subscribed to some, over brokers that keep their sessions. */
import { z } from 'zod';
import { grown } from '../../../engine/grown.ts';
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import { type Choice, choiceOf } from '../../../part/choice.ts';
import { bytes, count, duration } from '../../../part/units.ts';
import { Messages } from '../../chat/messages.ts';
import { chatProtocols } from '../../chat/protocols/index.ts';
import type { ChatProtocol, Hop } from '../../chat/protocols/protocol.ts';
import { type Distribution, varying } from '../../distribution/distribution.ts';
import { nearest } from '../../node/world.ts';
import { type Arrivals, arrivalProcesses } from '../arrivals.ts';
import type { Popularity } from '../catalog/popularity.ts';
import { popularities } from '../popularity.ts';
import { type Source, sourcesOf } from '../sources.ts';
import { type Traffic, type TrafficContext, trafficKind } from '../traffic.ts';
import { Servers } from './open-hops.ts';
import { type Subscriber, TopicSubscribers } from './subscriptions.ts';
import { ThingMeters } from './thing-meters.ts';
import { type ConnectionParams, connectionParams } from './things-params.ts';
import { WiredPubSub } from './wired-pubsub.ts';

const awayParams = z.strictObject({
  every: varying(duration).describe('how long a device has a network'),
  lasts: varying(duration).describe('how long it then has none'),
});

interface PubSubParams {
  readonly arrivals: Choice<Arrivals>;
  readonly topics: number;
  readonly popularity: Choice<Popularity, { objects: number; random: Random }>;
  readonly subscriptions: Choice<Distribution>;
  readonly size: Choice<Distribution>;
  readonly protocol: Choice<ChatProtocol>;
  readonly connection: ConnectionParams;
  readonly retain: boolean;
  readonly will: boolean;
  readonly away?: z.output<typeof awayParams> | undefined;
}

const NONE = -1;
const NEVER = Number.POSITIVE_INFINITY;
/** Bytes of a will: that its device is gone (assumption). */
const WILL_BYTES = 20;

class PubSub implements Traffic {
  readonly #context: TrafficContext;
  readonly #params: PubSubParams;
  readonly #servers: readonly Servers[];
  readonly #meters: readonly ThingMeters[];
  readonly #subscribers: TopicSubscribers;
  readonly #sources: readonly Source[];
  /** What a broker says to another: as publishers say it. */
  readonly #between: Hop;
  /** Publications on their way, and copies of them for one subscriber each. */
  readonly #ups = new Messages();
  readonly #downs = new Messages();
  /** By publication: its topic. */
  #topic = new Int32Array(0);
  /** By topic: bytes of the message that is retained; 0: there is none. */
  readonly #retained: Float64Array;
  readonly #cross: HandlerId;
  /** Set where real clients and brokers carry what is published. */
  readonly #wired: WiredPubSub | undefined;

  constructor(context: TrafficContext, params: PubSubParams) {
    const { world, name, clients } = context;
    const { streams, simulator } = world;
    this.#context = context;
    this.#params = params;
    this.#between = params.protocol.make().up;
    this.#retained = new Float64Array(params.topics);
    this.#meters = clients.map(({ place }) => new ThingMeters(world, name, place));
    const isWired = world.telegraph !== undefined;
    this.#servers = isWired ? [] : clients.map((_, place) => this.#openServers(place));
    const ids = clients.map(({ place }) => nearest(world, context.to, place));
    const brokerOf = (place: number, device: number) => ids[place]![device % ids[place]!.length]!;
    const random = streams.stream(`${name}/topics`);
    const popularity = params.popularity.make({ objects: params.topics, random });
    const draw = (chance: Random) => popularity.sample(chance, simulator.nowMs);
    this.#subscribers = new TopicSubscribers(
      params.topics,
      clients.map((node, place) =>
        Array.from({ length: node.devices }, (_, device) => ({
          place,
          device,
          broker: brokerOf(place, device),
        })),
      ),
      params.subscriptions.make(),
      draw,
      streams.stream(`${name}/subscriptions`),
    );
    this.#wired = isWired ? this.#wire(brokerOf) : undefined;
    this.#cross = simulator.handler((up, broker) => this.#handOut(up, broker), 'other broker');
    const size = params.size.make();
    this.#sources = sourcesOf(context, params.arrivals, (node, place) => {
      const chance = streams.stream(`${name}@${node.name}/publish`);
      return (user) => {
        const device = user < 0 ? chance.below(node.devices) : user % node.devices;
        const payload = Math.max(1, Math.round(size.sample(chance)));
        this.#publish(place, device, draw(chance), payload);
        return false;
      };
    });
    if (params.away !== undefined) this.#planAbsences(params.away);
  }

  start(): void {
    for (const source of this.#sources) source.schedule();
  }

  ramp(atMs: number, toPerSecond: number, overMs: number): void {
    for (const source of this.#sources) source.ramp(atMs, toPerSecond, overMs);
  }

  disconnect(): void {
    for (const servers of this.#servers) servers.disconnect();
    this.#wired?.disconnect();
  }

  #wire(brokerOf: (place: number, device: number) => number): WiredPubSub {
    const { connection, protocol, will } = this.#params;
    const { afterBreak } = protocol.make().down;
    return new WiredPubSub({
      context: this.#context,
      subscribers: this.#subscribers,
      meters: this.#meters,
      brokerOf,
      isKept: connection.session === 'kept' && afterBreak !== 'lost',
      isWarm: connection.begin === 'connected',
      isConfirmed: afterBreak !== 'lost',
      lastWordsOf: (place, device) => {
        const topic = this.#subscribers.topicsOf(place, device)[0];
        return will && topic !== undefined ? { topic, bytes: WILL_BYTES } : undefined;
      },
    });
  }

  #openServers(place: number): Servers {
    const { protocol, connection } = this.#params;
    const meters = this.#meters[place]!;
    const servers: Servers = new Servers({
      context: this.#context,
      node: this.#context.clients[place]!,
      protocol: protocol.make(),
      connection,
      stays: true,
      meters,
      owner: {
        handedOn: (ticket, isUp, isAgain) => {
          if (isUp) this.#reached(ticket, isAgain);
          else this.#shown(ticket, meters, isAgain);
        },
        confirmed: (ticket, isUp) => this.#settle(ticket, isUp),
        dropped: (ticket, isUp) => {
          if (isUp) this.#lose(ticket);
          else if (this.#downs.sender[ticket] !== NONE && this.#downs.room[ticket] !== RETAINED) {
            meters.count('undelivered', this.#downs.sentAtMs[ticket]!);
          }
          this.#settle(ticket, isUp);
        },
        connected: (device, isRemembered) => {
          if (!isRemembered) this.#sendRetained(place, device);
        },
        // Also when the device takes its own place: 3.1.1 §3.1.2.5, §3.1.4; 5.0 §3.1.4 without a delay of wills.
        gone: (device) => {
          if (this.#params.will) this.#sayWill(place, device);
        },
      },
      deliveriesOf: (item) => this.#subscribersOf(servers.hops.ticketOf(item)).length,
    });
    return servers;
  }

  #make(place: number, device: number, topic: number, payload: number): number {
    const { nowMs } = this.#context.world.simulator;
    const up = this.#ups.make(device, nowMs, payload);
    // A publication is said in no room: there stands the place of who says it.
    this.#ups.room[up] = place;
    // Held until it has been told of at all brokers.
    this.#ups.pending[up] = 1;
    this.#topic = grown(this.#topic, this.#ups.sender.length);
    this.#topic[up] = topic;
    this.#meters[place]!.count('messages', nowMs);
    return up;
  }

  #publish(place: number, device: number, topic: number, payload: number): void {
    if (this.#wired !== undefined) {
      this.#wired.publish(place, device, topic, payload);
      return;
    }
    const up = this.#make(place, device, topic, payload);
    this.#servers[place]!.hops.sendUp(up, device, payload);
  }

  #subscribersOf(up: number): readonly Subscriber[] {
    return this.#subscribers.of(this.#topic[up]!);
  }

  /** A broker takes what a device left for the case that it vanishes. Source: MQTT 3.1.1 §3.1.2.5. */
  #sayWill(place: number, device: number): void {
    const topic = this.#subscribers.topicsOf(place, device)[0];
    if (topic === undefined) return;
    const up = this.#make(place, device, topic, WILL_BYTES);
    this.#reached(up, false);
    this.#settle(up, true);
  }

  /** A message is at the broker of its publisher: it goes to all subscribers, each broker's together. */
  #reached(up: number, isAgain: boolean): void {
    const { world } = this.#context;
    const place = this.#ups.room[up]!;
    const sentAtMs = this.#ups.sentAtMs[up]!;
    if (isAgain) this.#meters[place]!.count('wire_duplicates', sentAtMs);
    if (this.#params.retain) this.#retained[this.#topic[up]!] = this.#ups.bytes[up]!;
    const home = this.#servers[place]!.of(this.#ups.sender[up]!);
    let last = NONE;
    for (const { broker } of this.#subscribersOf(up)) {
      if (broker === last) continue;
      last = broker;
      if (broker === home) this.#handOut(up, isAgain ? ~broker : broker);
      else {
        this.#ups.pending[up]! += 1;
        const delayMs = this.#passOn(up, home, broker);
        const isCut = delayMs === Number.POSITIVE_INFINITY || world.exchange.up[broker] === 0;
        if (isCut) this.#missAt(up, broker, isAgain);
        else world.simulator.after(delayMs, this.#cross, up, isAgain ? ~broker : broker);
      }
    }
  }

  /** @returns how long it is on its way to another broker, ms; Infinity: it does not get through. */
  #passOn(up: number, home: number, broker: number): number {
    const { exchange } = this.#context.world;
    const atMs = this.#ups.sentAtMs[up]!;
    const bytes = this.#between.messageBytes(this.#ups.bytes[up]!);
    const delayMs = exchange.carry(home, broker, bytes, atMs);
    if (delayMs === Number.POSITIVE_INFINITY) return delayMs;
    for (const { by, bytes: all } of this.#between.followers) {
      const [from, to] = by === 'sender' ? [home, broker] : [broker, home];
      exchange.countCarried(from, to, 0, all / this.#between.messagesPerFollowers, atMs);
    }
    return delayMs;
  }

  /** @param given broker, or its complement when its subscribers have been sent this before. */
  #handOut(up: number, given: number): void {
    const isAgain = given < 0;
    const broker = isAgain ? ~given : given;
    const bytes = this.#ups.bytes[up]!;
    for (const subscriber of this.#subscribersOf(up)) {
      if (subscriber.broker !== broker) continue;
      const { place, device } = subscriber;
      const sentAtMs = this.#ups.sentAtMs[up]!;
      // Copies that nobody counts on have no sender.
      const down = this.#downs.make(isAgain ? NONE : this.#ups.sender[up]!, sentAtMs, bytes);
      this.#downs.pending[down] = 1;
      this.#servers[place]!.hops.sendDown(down, device, bytes, NEVER);
    }
    const home = this.#servers[this.#ups.room[up]!]!.of(this.#ups.sender[up]!);
    if (broker !== home) this.#ups.settle(up, 1);
  }

  #shown(down: number, meters: ThingMeters, isAgain: boolean): void {
    const { nowMs } = this.#context.world.simulator;
    const sentAtMs = this.#downs.sentAtMs[down]!;
    if (isAgain || this.#downs.sender[down] === NONE) meters.count('wire_duplicates', sentAtMs);
    else if (this.#downs.room[down] === RETAINED) meters.count('retained_deliveries', sentAtMs);
    else meters.handedOn(true, sentAtMs, nowMs);
  }

  #settle(ticket: number, isUp: boolean): void {
    if (isUp) this.#ups.settle(ticket, 1);
    else this.#downs.settle(ticket, 1);
  }

  /** A publication did not come to its broker: nobody gets it. */
  #lose(up: number): void {
    for (const { place } of this.#subscribersOf(up)) {
      this.#meters[place]!.count('undelivered', this.#ups.sentAtMs[up]!);
    }
  }

  #missAt(up: number, broker: number, isAgain: boolean): void {
    for (const subscriber of this.#subscribersOf(up)) {
      if (subscriber.broker !== broker || isAgain) continue;
      this.#meters[subscriber.place]!.count('undelivered', this.#ups.sentAtMs[up]!);
    }
    this.#ups.settle(up, 1);
  }

  /** A new session gets what its topics had last. Source: MQTT 3.1.1 §3.3.1.3. */
  #sendRetained(place: number, device: number): void {
    const { nowMs } = this.#context.world.simulator;
    for (const topic of this.#subscribers.topicsOf(place, device)) {
      const bytes = this.#retained[topic]!;
      if (bytes === 0) continue;
      const down = this.#downs.make(0, nowMs, bytes);
      this.#downs.room[down] = RETAINED;
      this.#downs.pending[down] = 1;
      this.#servers[place]!.hops.sendDown(down, device, bytes, NEVER);
    }
  }

  #planAbsences({ every, lasts }: z.output<typeof awayParams>): void {
    const { world, name, clients } = this.#context;
    const [there, away] = [every.make(), lasts.make()];
    for (const [place, node] of clients.entries()) {
      const connections = this.#wired?.wiresOf(place) ?? this.#servers[place]!.hops.connections;
      const random = world.streams.stream(`${name}@${node.name}/away`);
      const change = world.simulator.handler((device) => {
        const wasOff = connections.isOff(device);
        if (wasOff) connections.switchOn(device);
        else connections.switchOff(device);
        world.simulator.after((wasOff ? there : away).sample(random), change, device);
      }, 'device comes or goes');
      for (let device = 0; device < node.devices; device += 1) {
        world.simulator.after(there.sample(random), change, device);
      }
    }
  }
}

/** In the place of a room: a copy that is no delivery of something said now. */
const RETAINED = 1;

export const pubsub = trafficKind({
  name: 'pubsub',
  summary: 'devices publish to topics that others have subscribed to, over brokers',
  source:
    'OASIS MQTT 3.1.1 (2014): sessions §4.1, retained messages §3.3.1.3, wills §3.1.2.5; numbers of topics and subscriptions are assumptions',
  needs: 'chat',
  params: {
    arrivals: choiceOf(arrivalProcesses).describe('how publications follow each other'),
    topics: count({ min: 1 }).prefault(100).describe('how many topics there are'),
    popularity: choiceOf(popularities, 'uniform').describe(
      'how publications and subscriptions spread over topics',
    ),
    subscriptions: varying(count).prefault(3).describe('topics that a device subscribes to'),
    size: varying(bytes).prefault('100B').describe('bytes of a publication'),
    protocol: choiceOf(chatProtocols, 'mqtt').describe('what carries publications'),
    connection: connectionParams.prefault({}).describe('how devices keep their connections'),
    retain: z
      .boolean()
      .default(false)
      .describe('whether brokers keep the last message of each topic for new sessions'),
    will: z
      .boolean()
      .default(false)
      .describe('whether a broker publishes that a device is gone, to the first topic of it'),
    away: awayParams
      .optional()
      .describe('devices without a network for a while; default: they always have one'),
  },
  make: (params, context) => new PubSub(context, params),
});
