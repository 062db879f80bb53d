/** The owner of the objects: answers everything, each answer after a service of its own. */

import type { Random } from '../../engine/random.ts';
import type { HandlerId } from '../../engine/simulator.ts';
import { Station } from '../../engine/station.ts';
import { count, duration } from '../../part/units.ts';
import type { Distribution } from '../distribution/distribution.ts';
import { varying } from '../distribution/distribution.ts';
import { type Node, type NodeContext, nodeKind } from '../node/node.ts';
import { NOT_MODIFIED_BYTES } from '../wire/http.ts';

class Origin implements Node {
  readonly name: string;
  readonly group: string;
  readonly place: number;
  readonly detail: string;
  readonly #context: NodeContext;
  readonly #service: Distribution;
  readonly #random: Random;
  readonly #station: Station;
  #begin: HandlerId | undefined;
  readonly #requests: number;
  readonly #bytes: number;
  readonly #busy: number;
  readonly #waiting: number;
  #wasBusy = 0;
  #wereWaiting = 0;

  constructor(context: NodeContext, workers: number, service: Distribution) {
    const { world } = context;
    this.name = context.name;
    this.group = context.group;
    this.place = context.place;
    this.detail = `${workers} workers`;
    this.#context = context;
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

  connect(): void {}

  onCall(call: number): void {
    const { calls, contents, recorder, simulator } = this.#context.world;
    recorder.add(this.#requests, 1, calls.startMs[call]!);
    const content = contents[calls.content[call]!]!;
    const waitMs = (content.readyAtMs?.(calls.object[call]!) ?? 0) - simulator.nowMs;
    if (waitMs > 0) this.#hold(call, waitMs);
    else this.#serve(call);
  }

  /** The object does not exist yet, as the next part of a live stream. */
  #hold(call: number, waitMs: number): void {
    const { simulator } = this.#context.world;
    this.#begin ??= simulator.handler((held) => this.#serve(held), 'origin has the object');
    simulator.after(waitMs, this.#begin, call);
  }

  /** A question that was held keeps no worker until there is something to answer. */
  #serve(call: number): void {
    this.#station.submit(call, this.#service.sample(this.#random));
    this.#measure();
  }

  onReply(): void {
    throw new Error(`${this.name} got an answer: an origin asks nobody`);
  }

  crash(): void {
    this.#station.clear((call) => this.#context.world.exchange.reply(call, 0, true));
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
    const { calls, contents, exchange, recorder, simulator } = this.#context.world;
    const { nowMs } = simulator;
    const version = contents[calls.content[call]!]!.versionOf(calls.object[call]!, nowMs);
    const isKnown = calls.known[call] === version;
    const bytes = isKnown ? NOT_MODIFIED_BYTES : calls.bytes[call]!;
    recorder.add(this.#bytes, bytes, calls.startMs[call]!);
    exchange.reply(call, nowMs, false, version);
  }
}

export const origin = nodeKind({
  name: 'origin',
  summary: 'owns the objects and serves them with a number of workers, first come first served',
  source: 'an M/G/c station; the default of 64 workers and 20 ms is an assumption',
  serves: ['http'],
  params: {
    workers: count({ min: 1 }).prefault(64).describe('requests served at the same time'),
    service: varying(duration, '20ms').describe('time that one request keeps a worker'),
  },
  make: ({ workers, service }, context) => new Origin(context, workers, service.make()),
});
