/** A server that knows which gateway each device is connected to. */
import type { Random } from '../../../engine/random.ts';
import { Station } from '../../../engine/station.ts';
import { count, duration } from '../../../part/units.ts';
import { type Distribution, varying } from '../../distribution/distribution.ts';
import { type Node, type NodeContext, nodeKind } from '../../node/node.ts';
import type { GatewayWork } from '../gateway.ts';

export class RegistryNode implements Node {
  readonly name: string;
  readonly group: string;
  readonly place: number;
  readonly detail: string;
  readonly #id: number;
  readonly #world: NodeContext['world'];
  readonly #service: Distribution;
  readonly #perKeyMs: number;
  readonly #random: Random;
  readonly #station: Station;
  /** As of a gateway: the chats that use it. */
  readonly #owners: GatewayWork[] = [];

  constructor(context: NodeContext, workers: number, service: Distribution, perKeyMs: number) {
    this.name = context.name;
    this.group = context.group;
    this.place = context.place;
    this.detail = `${workers} workers`;
    this.#id = context.id;
    this.#world = context.world;
    this.#service = service;
    this.#perKeyMs = perKeyMs;
    this.#random = context.world.streams.stream(`${context.name}/service`);
    const { simulator } = context.world;
    this.#station = new Station(simulator, { servers: workers }, (ticket) => {
      const owners = this.#owners.length;
      this.#owners[ticket % owners]!.done(Math.trunc(ticket / owners));
    });
  }

  connect(): void {}

  /** @returns the number under which the owner submits its jobs. */
  serve(work: GatewayWork): number {
    return this.#owners.push(work) - 1;
  }

  /** @param keys devices that are looked up, or written. */
  submit(owner: number, job: number, keys: number): void {
    const serviceMs = this.#service.sample(this.#random) + keys * this.#perKeyMs;
    const slowdown = this.#world.exchange.troubles.slowdown[this.#id]!;
    this.#station.submit(job * this.#owners.length + owner, serviceMs * slowdown);
  }

  onCall(): void {
    throw new Error(`${this.name} got a request for an object: a registry knows of devices`);
  }

  onReply(): void {
    throw new Error(`${this.name} got an answer: a registry asks nobody`);
  }

  /** What it knew was written elsewhere, too: only what it is at work on is lost. */
  crash(): void {
    const owners = this.#owners.length;
    this.#station.clear((ticket) => {
      this.#owners[ticket % owners]!.dropped(Math.trunc(ticket / owners));
    });
  }
}

export const registryNode = nodeKind({
  name: 'registry',
  summary:
    'knows which gateway each device is connected to, and is asked before one is sent something',
  source:
    'as a Redis behind a chat: some 100 000 commands a second and core (redis-benchmark), 10 µs each; the rest is an assumption',
  serves: ['registry'],
  params: {
    workers: count({ min: 1 }).prefault(1).describe('queries worked on at the same time'),
    service: varying(duration, '10us').describe('work on one query, beside its keys'),
    'per-key': duration().prefault('1us').describe('work on each device in it (assumption)'),
  },
  make: ({ workers, service, 'per-key': perKey }, context) =>
    new RegistryNode(context, workers, service.make(), perKey),
});
