/** The owner of the objects: answers everything, each answer after a service of its own. */

import { z } from 'zod';
import type { Random } from '../../engine/random.ts';
import { Station, type StationSettings } from '../../engine/station.ts';
import { choiceOf, choose } from '../../part/choice.ts';
import { count, duration } from '../../part/units.ts';
import { admit } from '../balance/admit/index.ts';
import type { Limiter } from '../balance/admit/limiter.ts';
import { balancers } from '../balance/index.ts';
import { ringHash } from '../balance/ring-hash.ts';
import { type AutoscaleSettings, autoscale } from '../balance/scale/index.ts';
import { shed } from '../balance/shed/index.ts';
import type { Shedder } from '../balance/shed/shedder.ts';
import type { Distribution } from '../distribution/distribution.ts';
import { varying } from '../distribution/distribution.ts';
import { SHED } from '../node/calls.ts';
import { type Node, type NodeContext, nodeKind } from '../node/node.ts';
import { setDoor } from '../node/resilience/door.ts';
import { NOT_MODIFIED_BYTES } from '../wire/http.ts';
import { Autoscaler, type Replica } from './autoscaler.ts';
import { StoreClient, type StorePlan } from './storage/store-client.ts';

interface Settings {
  readonly workers: number;
  readonly service: Distribution;
  readonly limiter: Limiter | undefined;
  readonly shedder: Shedder | undefined;
  readonly scaling: AutoscaleSettings | undefined;
  /** Undefined: the bytes of objects are here. */
  readonly store: StorePlan | undefined;
}

/** Stands for all jobs of others; no call has this number. */
const OTHERS = 0x7fffffff;
/** What an operator has it do is done first by those who know of priorities. */
const FIRST = 0;

class Origin implements Node, Replica {
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
  readonly workers: number;
  readonly #workersLevel: number;
  readonly #scaling: AutoscaleSettings | undefined;
  /** For who scales: busy workers times ms, and service that was asked for, since it asked last. */
  #busyMs = 0;
  #busySinceMs = 0;
  #offeredMs = 0;
  readonly #limiter: Limiter | undefined;
  /** By content: how important it is, 0 the most; undefined: all the same. */
  readonly #priorities: number[] | undefined;
  readonly #order: readonly string[];
  readonly #storePlan: StorePlan | undefined;
  #store: StoreClient | undefined;
  #dropped = -1;
  #wasBusy = 0;
  #wereWaiting = 0;

  constructor(context: NodeContext, settings: Settings) {
    const { workers, service, limiter, shedder } = settings;
    const { world } = context;
    this.name = context.name;
    this.group = context.group;
    this.place = context.place;
    this.detail = `${workers} workers`;
    this.#context = context;
    this.workers = workers;
    this.#scaling = settings.scaling;
    this.#storePlan = settings.store;
    this.#service = service;
    this.#random = world.streams.stream(`${context.name}/service`);
    const queue = shedder && this.#queue(shedder);
    const done = (call: number) => this.#done(call);
    this.#station = new Station(world.simulator, { servers: workers, ...queue }, done);
    this.#limiter = limiter;
    this.#order = shedder?.order ?? [];
    this.#priorities = shedder?.order && [];
    const labels = { node: context.group, place: world.places[context.place]!.name };
    this.#requests = world.recorder.counter('origin_requests', labels);
    this.#bytes = world.recorder.counter('origin_bytes', labels);
    this.#busy = world.recorder.level('origin_busy', labels);
    this.#waiting = world.recorder.level('origin_waiting', labels);
    this.#workersLevel = world.recorder.level('origin_workers', labels);
    world.recorder.changeLevel(this.#workersLevel, workers, 0);
    if (shedder !== undefined) this.#dropped = world.recorder.counter('queue_dropped', labels);
  }

  connect(): void {
    setDoor(this.#context, this.#limiter);
    if (this.#storePlan !== undefined) this.#store = this.#storeClient(this.#storePlan);
    const { groups, nodes } = this.#context.world;
    const here = groups.get(this.group)!.filter((id) => nodes[id]!.place === this.place);
    if (this.#scaling === undefined || here[0] !== this.#context.id) return;
    const replicas = here.map((id) => [id, nodes[id] as Origin] as const);
    new Autoscaler(this.#context, this.#scaling, replicas);
  }

  measured(): { busyMs: number; offeredMs: number } {
    this.#addBusy();
    const found = { busyMs: this.#busyMs, offeredMs: this.#offeredMs };
    this.#busyMs = 0;
    this.#offeredMs = 0;
    return found;
  }

  switch(isOn: boolean): void {
    const { recorder, simulator } = this.#context.world;
    recorder.changeLevel(this.#workersLevel, isOn ? this.workers : -this.workers, simulator.nowMs);
  }

  #addBusy(): void {
    const { nowMs } = this.#context.world.simulator;
    this.#busyMs += this.#wasBusy * (nowMs - this.#busySinceMs);
    this.#busySinceMs = nowMs;
  }

  #queue(shedder: Shedder): Pick<StationSettings, 'discipline' | 'dropped'> {
    const { exchange, recorder, simulator } = this.#context.world;
    return {
      discipline: () => shedder.line({ nowMs: () => simulator.nowMs }),
      dropped: (call) => {
        recorder.add(this.#dropped, 1, simulator.nowMs);
        if (call !== OTHERS) exchange.reply(call, 0, true, 0, SHED);
      },
    };
  }

  #priorityOf(call: number): number {
    if (this.#priorities === undefined) return 0;
    const { calls, contents } = this.#context.world;
    const content = calls.content[call]!;
    let priority = this.#priorities[content];
    if (priority === undefined) {
      const place = this.#order.indexOf(contents[content]!.traffic);
      priority = place < 0 ? this.#order.length : place;
      this.#priorities[content] = priority;
    }
    return priority;
  }

  onCall(call: number): void {
    const { calls, recorder } = this.#context.world;
    recorder.add(this.#requests, 1, calls.startMs[call]!);
    this.#submit(call, this.#priorityOf(call));
  }

  work(): void {
    this.#submit(OTHERS, FIRST);
  }

  #submit(job: number, priority: number): void {
    const { id, world } = this.#context;
    const serviceMs = this.#service.sample(this.#random) * world.exchange.troubles.slowdown[id]!;
    this.#offeredMs += serviceMs;
    this.#station.submit(job, serviceMs, priority);
    this.#measure();
  }

  /** The store has read an object, or cannot. */
  onReply(fetch: number): void {
    this.#store!.done(fetch);
  }

  crash(): void {
    this.#station.clear((call) => {
      if (call !== OTHERS) this.#context.world.exchange.reply(call, 0, true);
    });
    this.#store?.crash();
    this.#measure();
  }

  /** How many serve and wait now. */
  #measure(): void {
    this.#addBusy();
    const { recorder, simulator } = this.#context.world;
    const { busy, waiting } = this.#station;
    recorder.changeLevel(this.#busy, busy - this.#wasBusy, simulator.nowMs);
    recorder.changeLevel(this.#waiting, waiting - this.#wereWaiting, simulator.nowMs);
    this.#wasBusy = busy;
    this.#wereWaiting = waiting;
  }

  #done(call: number): void {
    this.#measure();
    if (call === OTHERS) return;
    const { calls, simulator } = this.#context.world;
    const isKnown = calls.known[call] === this.#versionOf(call, simulator.nowMs);
    if (this.#store === undefined || isKnown) this.#answer(call, false);
    else this.#store.fetch(call);
  }

  /** A worker does not wait for the store: it serves somebody else meanwhile. */
  #storeClient(plan: StorePlan): StoreClient {
    return new StoreClient(this.#context, plan, (call, isFailed) => this.#answer(call, isFailed));
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
  serves: ['http', 'jobs'],
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
    admit,
    shed,
    autoscale,
  },
  references: ({ shed: choice, store }) => [
    ...(choice?.make().order ?? []).map((name, index) => {
      return { param: `shed.priority.order.${index}`, to: 'traffic', name } as const;
    }),
    ...(store === undefined
      ? []
      : [{ param: 'store', to: 'group', name: store, needs: 'store', calls: true } as const]),
  ],
  make: (
    { workers, service, admit: limiter, shed: shedder, autoscale: scaling, store, algorithm },
    context,
  ) =>
    new Origin(context, {
      store:
        store === undefined
          ? undefined
          : { group: store, balancer: (algorithm ?? defaultAlgorithm).make() },
      workers,
      service: service.make(),
      limiter: limiter?.make(),
      shedder: shedder?.make(),
      scaling,
    }),
});
