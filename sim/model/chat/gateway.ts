/** A server that people are connected to: takes messages in and hands them out. */

import { z } from 'zod';
import type { Random } from '../../engine/random.ts';
import { Station } from '../../engine/station.ts';
import { bytes, count, duration, rate } from '../../part/units.ts';
import type { Distribution } from '../distribution/distribution.ts';
import { varying } from '../distribution/distribution.ts';
import { type Node, type NodeContext, nodeKind } from '../node/node.ts';
import type { SendBuffer } from './send-buffers.ts';
import { type Accepting, Acceptor } from './sessions/acceptor.ts';

/** What a gateway does for one message, told to whoever gave it the work. */
export interface GatewayWork {
  done(job: number): void;
  /** The gateway crashed first. */
  dropped(job: number): void;
}

const UNMEASURED = -1;

/** What a server keeps for devices that are away. */
export interface KeptSessions {
  /** Messages for one device. */
  readonly queue: number;
  /** Whether they outlive a crash. */
  readonly isPersistent: boolean;
}

export class Gateway implements Node {
  readonly name: string;
  readonly group: string;
  readonly place: number;
  readonly detail: string;
  readonly id: number;
  readonly workers: number;
  /** Work on one delivery, ms. */
  readonly perDeliveryMs: number;
  /** Takes connections in, where devices have any that are set up and lost. */
  readonly acceptor: Acceptor;
  /** Of each connection, for what its device has not taken; undefined: it has no limit, and nobody counts it. */
  readonly buffer: SendBuffer | undefined;
  /** Undefined: a gateway of people, which keeps nothing. */
  readonly kept: KeptSessions | undefined;
  readonly #service: Distribution;
  readonly #random: Random;
  readonly #world: NodeContext['world'];
  readonly #station: Station;
  /** The chats of the scenario that use this gateway; a station's job says whose work it is. */
  readonly #owners: GatewayWork[] = [];
  #busyLevel = UNMEASURED;
  #busyNow = 0;

  constructor(
    context: NodeContext,
    workers: number,
    service: Distribution,
    perDeliveryMs: number,
    accepting: Accepting,
    kept?: KeptSessions,
    buffer?: SendBuffer,
  ) {
    this.buffer = buffer;
    this.name = context.name;
    this.group = context.group;
    this.place = context.place;
    this.id = context.id;
    this.detail = `${workers} workers`;
    this.acceptor = new Acceptor(accepting);
    this.kept = kept;
    this.#service = service;
    this.workers = workers;
    this.perDeliveryMs = perDeliveryMs;
    this.#random = context.world.streams.stream(`${context.name}/service`);
    this.#world = context.world;
    const { simulator } = context.world;
    this.#station = new Station(simulator, { servers: workers }, (ticket) => {
      this.#meterBusy();
      this.#ownerOf(ticket).done(this.#jobOf(ticket));
    });
  }

  connect(): void {}

  /** @returns the number under which the owner submits its jobs. */
  serve(work: GatewayWork): number {
    return this.#owners.push(work) - 1;
  }

  /**
   * @param owner from `serve`.
   * @param deliveries how many people here the message goes to.
   */
  submit(owner: number, job: number, deliveries: number): void {
    const serviceMs = this.#service.sample(this.#random) + deliveries * this.perDeliveryMs;
    this.#station.submit(job * this.#owners.length + owner, serviceMs * this.slowdown);
    this.#meterBusy();
  }

  /** How many times as long everything takes now. */
  get slowdown(): number {
    return this.#world.exchange.troubles.slowdown[this.id]!;
  }

  /** Has it counted how busy it is, which not everybody wants to know of gateways. */
  measure(): void {
    if (this.#busyLevel !== UNMEASURED) return;
    const { recorder, places, simulator } = this.#world;
    const labels = { node: this.group, place: places[this.place]!.name };
    this.#busyLevel = recorder.level('gateway_busy', labels);
    const workers = recorder.level('gateway_workers', labels);
    recorder.changeLevel(workers, this.workers, simulator.nowMs);
  }

  #meterBusy(): void {
    if (this.#busyLevel === UNMEASURED) return;
    const { busy } = this.#station;
    const { recorder, simulator } = this.#world;
    recorder.changeLevel(this.#busyLevel, busy - this.#busyNow, simulator.nowMs);
    this.#busyNow = busy;
  }

  onCall(): void {
    throw new Error(`${this.name} got a request for an object: a gateway serves chat`);
  }

  onReply(): void {
    throw new Error(`${this.name} got an answer: a gateway asks nobody`);
  }

  crash(): void {
    this.acceptor.crash();
    this.#station.clear((ticket) => this.#ownerOf(ticket).dropped(this.#jobOf(ticket)));
    this.#meterBusy();
  }

  #ownerOf(ticket: number): GatewayWork {
    return this.#owners[ticket % this.#owners.length]!;
  }

  #jobOf(ticket: number): number {
    return Math.trunc(ticket / this.#owners.length);
  }
}

const sendBufferParams = z.strictObject({
  limit: bytes({ above: 0 })
    .prefault('64MiB')
    .describe('bytes of one connection: `max_pending` of NATS is 64 MiB (docs.nats.io)'),
  'when-full': z
    .enum(['disconnect', 'drop-oldest', 'drop-newest'])
    .default('disconnect')
    .describe(
      'the connection is closed, as NATS does with slow consumers; or the oldest goes, as in EMQX’s message queue; or what comes is dropped, as goim’s `Channel.Push` does',
    ),
});

export const gateway = nodeKind({
  name: 'gateway',
  summary: 'a chat server that people are connected to',
  source:
    'cost of a delivery: goim README, 35.9 M deliveries/s on 20–23 cores, 0.6 µs each; the rest is an assumption',
  serves: ['chat'],
  params: {
    workers: count({ min: 1 }).prefault(8).describe('messages worked on at the same time'),
    service: varying(duration, '200us').describe('work on one message, beside its deliveries'),
    'per-delivery': duration().prefault('0.6us').describe('work on one delivery'),
    accept: rate({ above: 0 })
      .prefault('2krps')
      .describe(
        'connections that it accepts in a second, for traffic that has sessions: keys and log-in; one core of nginx makes over 2000 TLS handshakes with ECC (NGINX sizing guide, 2016)',
      ),
    connections: count({ min: 1 })
      .prefault('2M')
      .describe(
        'the most that it holds: WhatsApp had 2 million and more on a server (highscalability.com, 2014)',
      ),
    backlog: count({ min: 1 })
      .prefault(4096)
      .describe('connections that wait to be accepted; Linux 5.4 and later: somaxconn'),
    live: z
      .enum(['node', 'prosody', 'nats'])
      .default('node')
      .describe('server that does its work when run live; node is our own, in our own process'),
    'send-buffer': sendBufferParams
      .optional()
      .describe(
        'what waits at the gateway for each connection of a chat because the device takes it too slowly; default: as much as comes',
      ),
  },
  make: (params, context) => {
    const { workers, service, 'per-delivery': perDelivery, accept, connections, backlog } = params;
    const accepting = { perSecond: accept, limit: connections, backlog };
    const slow = params['send-buffer'];
    const buffer = slow && { limitBytes: slow.limit, whenFull: slow['when-full'] };
    return new Gateway(context, workers, service.make(), perDelivery, accepting, undefined, buffer);
  },
});
