/**
 * The devices of one place. Each has a radio or line of its own, shared by all that the device
 * does: pages, pictures and messages wait for each other on the way down.
 */

import type { Random } from '../../engine/random.ts';
import type { HandlerId } from '../../engine/simulator.ts';
import { choiceOf } from '../../part/choice.ts';
import { accessProfiles } from '../access/index.ts';
import type { AccessProfile } from '../access/profile.ts';
import { REQUEST_BYTES } from '../wire/http.ts';
import { Connections } from './connections.ts';
import { type Node, type NodeContext, nodeKind } from './node.ts';

const BITS_PER_BYTE = 8;
const MS_PER_SECOND = 1000;

/** Time that bytes take at a rate; 0 at an infinite rate. */
const transferMs = (bytes: number, bitsPerSecond: number): number =>
  (bytes * BITS_PER_BYTE * MS_PER_SECOND) / bitsPerSecond;

/** Chance of the access network for one traffic: another traffic's draws do not move these. */
export interface Lane {
  readonly setup: Random;
  readonly up: Random;
  readonly down: Random;
}

export class Clients implements Node {
  readonly name: string;
  readonly group: string;
  readonly place: number;
  readonly detail: string;
  readonly id: number;
  readonly devices: number;
  readonly #context: NodeContext;
  readonly #profile: AccessProfile;
  /** By content. */
  readonly #lanes: (Lane | undefined)[] = [];
  readonly #done: HandlerId;
  readonly #downBitsPerSecond: Float64Array;
  readonly #upBitsPerSecond: Float64Array;
  /** When the device's way down is free again, ms. */
  readonly #downFreeAtMs: Float64Array;
  readonly #connections = new Map<number, Connections>();

  constructor(context: NodeContext, profile: AccessProfile, profileName: string) {
    const { world } = context;
    this.name = context.name;
    this.group = context.group;
    this.place = context.place;
    this.id = context.id;
    this.devices = context.devices;
    this.detail = `${context.devices} devices, ${profileName}`;
    this.#context = context;
    this.#profile = profile;
    const rates = world.streams.stream(`${context.name}/rates`);
    const draw = (sample: (random: Random) => number) =>
      Float64Array.from({ length: context.devices }, () => sample(rates));
    this.#downBitsPerSecond = draw((random) => profile.downBitsPerSecond(random));
    this.#upBitsPerSecond = draw((random) => profile.upBitsPerSecond(random));
    this.#downFreeAtMs = new Float64Array(context.devices);
    this.#done = world.simulator.handler((call) => this.#answered(call), 'answer at the device');
  }

  connect(): void {}

  /** Sends a call made by this node for `device`; it may wait for a new connection first. */
  request(call: number, setupRoundTrips: number, idleMs: number): boolean {
    const { calls, exchange, simulator } = this.#context.world;
    const lane = this.#laneOf(call);
    const device = calls.device[call]!;
    const target = calls.callee[call]!;
    const connections = this.#connectionsOf(call);
    const now = simulator.nowMs;
    const epoch = exchange.epoch[target]!;
    const isNew = connections.needsSetup(device, now, idleMs, epoch);
    if (isNew) {
      const accessMs = 2 * this.#profile.oneWayMs(lane.setup);
      const roundTripMs = setupRoundTrips === 0 ? 0 : exchange.roundTripMs(this.id, target);
      connections.open(device, now + setupRoundTrips * (roundTripMs + accessMs), epoch);
    }
    connections.asked(device);
    exchange.send(call, connections.waitMs(device, now) + this.upMs(device, REQUEST_BYTES, lane));
    return isNew;
  }

  /** Time that bytes take from the device to the place's backbone, ms. */
  upMs(device: number, bytes: number, lane: Lane): number {
    const accessMs = this.#profile.oneWayMs(lane.up);
    return transferMs(bytes, this.#upBitsPerSecond[device]!) + accessMs;
  }

  /**
   * Gives bytes that are at the place's backbone now their turn on the device's way down.
   *
   * @returns time until all of them are at the device, ms.
   */
  downMs(device: number, bytes: number, lane: Lane): number {
    const now = this.#context.world.simulator.nowMs;
    const startMs = Math.max(now, this.#downFreeAtMs[device]!);
    const endMs = startMs + transferMs(bytes, this.#downBitsPerSecond[device]!);
    this.#downFreeAtMs[device] = endMs;
    return endMs - now + this.#profile.oneWayMs(lane.down);
  }

  /** The streams of chance that a traffic uses here. */
  lane(traffic: string): Lane {
    const stream = (purpose: string) =>
      this.#context.world.streams.stream(`${this.name}/${traffic}/${purpose}`);
    return { setup: stream('setup'), up: stream('up'), down: stream('down') };
  }

  onCall(): void {
    throw new Error(`${this.name} was called: clients answer nothing`);
  }

  onReply(call: number): void {
    const { calls, simulator } = this.#context.world;
    const device = calls.device[call]!;
    this.#connectionsOf(call).answered(device, simulator.nowMs);
    const bytes = calls.failed[call] === 1 ? 0 : calls.bytes[call]!;
    const delayMs = this.downMs(device, bytes, this.#laneOf(call));
    if (delayMs > 0) simulator.after(delayMs, this.#done, call);
    else this.#answered(call);
  }

  crash(): void {}

  #answered(call: number): void {
    const { calls, contents } = this.#context.world;
    contents[calls.content[call]!]!.answered(call);
  }

  #laneOf(call: number): Lane {
    const { calls, contents } = this.#context.world;
    const content = calls.content[call]!;
    let lane = this.#lanes[content];
    if (lane === undefined) {
      lane = this.lane(contents[content]!.traffic);
      this.#lanes[content] = lane;
    }
    return lane;
  }

  /** Each traffic has connections of its own, since each has its own transport. */
  #connectionsOf(call: number): Connections {
    const { calls, contentCount } = this.#context.world;
    const key = calls.callee[call]! * contentCount + calls.content[call]!;
    let connections = this.#connections.get(key);
    if (connections === undefined) {
      connections = new Connections(this.devices);
      this.#connections.set(key, connections);
    }
    return connections;
  }
}

export const clients = nodeKind({
  name: 'clients',
  summary: 'devices of people or things, which ask and do not answer',
  source: 'definition',
  serves: ['clients'],
  params: {
    access: choiceOf(accessProfiles, 'fibre').describe('how the devices reach the Internet'),
  },
  make: ({ access }, context) => new Clients(context, access.make(), access.name),
});
