/** The owner of the objects: answers everything, each answer after a service of its own. */

import { z } from 'zod';
import type { Random } from '../../engine/random.ts';
import { Station } from '../../engine/station.ts';
import { choiceOf, choose } from '../../part/choice.ts';
import { count, duration } from '../../part/units.ts';
import type { Balancer } from '../balance/balancer.ts';
import { balancers } from '../balance/index.ts';
import { ringHash } from '../balance/ring-hash.ts';
import type { Distribution } from '../distribution/distribution.ts';
import { varying } from '../distribution/distribution.ts';
import { NO_CALL } from '../node/calls.ts';
import { type Node, type NodeContext, nodeKind } from '../node/node.ts';
import { Upstream } from '../node/upstream.ts';
import { NOT_MODIFIED_BYTES } from '../wire/http.ts';

/** Where the bytes of objects lie, when it is not here. */
interface Store {
  readonly group: string;
  readonly balancer: Balancer;
}

class Origin implements Node {
  readonly ownsObjects = true;
  readonly name: string;
  readonly group: string;
  readonly place: number;
  readonly detail: string;
  readonly #context: NodeContext;
  readonly #service: Distribution;
  readonly #random: Random;
  readonly #station: Station;
  readonly #requests: number;
  readonly #bytes: number;
  readonly #busy: number;
  readonly #waiting: number;
  readonly #store: Store | undefined;
  #upstream: Upstream | undefined;
  /** Calls to the store, not yet answered. */
  readonly #fetching = new Set<number>();
  #wasBusy = 0;
  #wereWaiting = 0;

  constructor(context: NodeContext, workers: number, service: Distribution, store?: Store) {
    const { world } = context;
    this.name = context.name;
    this.group = context.group;
    this.place = context.place;
    this.detail = `${workers} workers`;
    this.#context = context;
    this.#store = store;
    this.#service = service;
    this.#random = world.streams.stream(`${context.name}/service`);
    this.#station = new Station(world.simulator, { servers: workers }, (call) => this.#done(call));
    const labels = { node: context.group, place: world.places[context.place]!.name };
    this.#requests = world.recorder.counter('origin_requests', labels);
    this.#bytes = world.recorder.counter('origin_bytes', labels);
    this.#busy = world.recorder.level('origin_busy', labels);
    this.#waiting = world.recorder.level('origin_waiting', labels);
    world.recorder.changeLevel(world.recorder.level('origin_workers', labels), workers, 0);
  }

  connect(): void {
    if (this.#store === undefined) return;
    this.#upstream = new Upstream(this.#context, this.#store.group, this.#store.balancer);
  }

  onCall(call: number): void {
    const { calls, recorder } = this.#context.world;
    recorder.add(this.#requests, 1, calls.startMs[call]!);
    this.#station.submit(call, this.#service.sample(this.#random));
    this.#measure();
  }

  /** The store has read an object, or cannot. */
  onReply(fetch: number): void {
    const { calls } = this.#context.world;
    this.#upstream!.done(fetch);
    const call = calls.parent[fetch]!;
    const isFailed = calls.failed[fetch] === 1;
    this.#fetching.delete(fetch);
    calls.release(fetch);
    if (call !== NO_CALL) this.#answer(call, isFailed);
  }

  crash(): void {
    this.#station.clear((call) => this.#context.world.exchange.reply(call, 0, true));
    const { calls, exchange } = this.#context.world;
    for (const fetch of this.#fetching) {
      const call = calls.parent[fetch]!;
      calls.parent[fetch] = NO_CALL;
      if (call !== NO_CALL) exchange.reply(call, 0, true);
    }
    this.#measure();
  }

  /** How many serve and wait now. */
  #measure(): void {
    const { recorder, simulator } = this.#context.world;
    const { busy, waiting } = this.#station;
    recorder.changeLevel(this.#busy, busy - this.#wasBusy, simulator.nowMs);
    recorder.changeLevel(this.#waiting, waiting - this.#wereWaiting, simulator.nowMs);
    this.#wasBusy = busy;
    this.#wereWaiting = waiting;
  }

  #done(call: number): void {
    this.#measure();
    const { calls, simulator } = this.#context.world;
    const isKnown = calls.known[call] === this.#versionOf(call, simulator.nowMs);
    if (this.#upstream === undefined || isKnown) this.#answer(call, false);
    else this.#fetch(call, this.#upstream);
  }

  /** A worker does not wait for the store: it serves somebody else meanwhile. */
  #fetch(call: number, upstream: Upstream): void {
    const { calls, exchange } = this.#context.world;
    const fetch = upstream.passOn(call);
    if (fetch === NO_CALL) {
      this.#answer(call, true);
      return;
    }
    calls.parent[fetch] = call;
    this.#fetching.add(fetch);
    exchange.send(fetch);
  }

  #answer(call: number, isFailed: boolean): void {
    const { calls, exchange, recorder, simulator } = this.#context.world;
    const { nowMs } = simulator;
    const version = this.#versionOf(call, nowMs);
    const isKnown = calls.known[call] === version;
    const bytes = isKnown ? NOT_MODIFIED_BYTES : calls.bytes[call]!;
    if (!isFailed) recorder.add(this.#bytes, bytes, calls.startMs[call]!);
    exchange.reply(call, nowMs, isFailed, version);
  }

  #versionOf(call: number, nowMs: number): number {
    const { calls, contents } = this.#context.world;
    return contents[calls.content[call]!]!.versionOf(calls.object[call]!, nowMs);
  }
}

/** An object stays with one node of the storage. */
const defaultAlgorithm = choose(ringHash, ringHash.params.parse({}));

export const origin = nodeKind({
  name: 'origin',
  summary: 'owns the objects and serves them with a number of workers, first come first served',
  source: 'an M/G/c station; the default of 64 workers and 20 ms is an assumption',
  serves: ['http'],
  references: ({ store }) =>
    store === undefined
      ? []
      : [{ param: 'store', to: 'group', name: store, needs: 'store', calls: true }],
  params: {
    workers: count({ min: 1 }).prefault(64).describe('requests served at the same time'),
    service: varying(duration, '20ms').describe('time that one request keeps a worker'),
    store: z
      .string()
      .optional()
      .describe('the storage that has the bytes of objects; default: they are here'),
    algorithm: choiceOf(balancers)
      .optional()
      .describe('which node of the storage is asked; default: ring-hash'),
  },
  make: ({ workers, service, store, algorithm }, context) =>
    new Origin(
      context,
      workers,
      service.make(),
      store === undefined
        ? undefined
        : { group: store, balancer: (algorithm ?? defaultAlgorithm).make() },
    ),
});
