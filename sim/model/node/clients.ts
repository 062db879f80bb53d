/**
 * The devices of one place. Each has a radio or line of its own, shared by all that the device
 * does: pages, pictures and messages wait for each other on the way down.
 */

import { Lines } from '../../engine/lines.ts';
import type { Random } from '../../engine/random.ts';
import type { HandlerId } from '../../engine/simulator.ts';
import { choiceOf } from '../../part/choice.ts';
import { bytes, duration, number } from '../../part/units.ts';
import { accessProfiles } from '../access/index.ts';
import type { AccessContext, AccessLink, AccessProfile, Medium } from '../access/profile.ts';
import { type RadioSettings, radioStates } from '../access/radio/radio.ts';
import { RadioLink } from '../access/radio/radio-link.ts';
import { SteadyLink } from '../access/steady-link.ts';
import { NOT_MODIFIED_BYTES, REQUEST_BYTES } from '../wire/http.ts';
import { BrowserCaches } from './browser-caches.ts';
import { Connections } from './connections.ts';
import type { Names } from './names.ts';
import { type Node, type NodeContext, nodeKind } from './node.ts';

/** Chance of the access network for one traffic: another traffic's draws do not move these. */
export interface Lane {
  readonly setup: Random;
  readonly up: Random;
  readonly down: Random;
}

interface ClientsSettings {
  readonly profile: AccessProfile;
  readonly radio: RadioSettings | undefined;
  /** What each device's battery holds. */
  readonly batteryWh: number;
  /** Names of the access network and of the radio, for people. */
  readonly networks: string;
  readonly lineRoomMs: number;
  /** Of each device's private cache; undefined: they have none. */
  readonly cacheBytes: number | undefined;
}

export class Clients implements Node {
  readonly name: string;
  readonly group: string;
  readonly place: number;
  readonly detail: string;
  readonly id: number;
  readonly devices: number;
  readonly #context: NodeContext;
  /** Share of packets that the access network loses for good. */
  readonly lossRatio: number;
  /** Set where what devices send can meet: it then passes here and not through `upMs` and `downMs`. */
  readonly medium: Medium | undefined;
  readonly #link: AccessLink;
  /** By content. */
  readonly #lanes: (Lane | undefined)[] = [];
  readonly #done: HandlerId;
  readonly #leave: HandlerId | undefined;
  readonly #up: number = 0;
  readonly #down: number = 0;
  /** Time's worth of packets that each device's way down has room for, ms. */
  readonly lineRoomMs: number;
  readonly #nominalLines: () => Lines;
  #lines: Lines | undefined;
  readonly #connections = new Map<number, Connections>();
  readonly #browsers: BrowserCaches | undefined;

  constructor(context: NodeContext, settings: ClientsSettings) {
    const { profile, radio, batteryWh, networks, lineRoomMs, cacheBytes } = settings;
    const { world } = context;
    this.#browsers = cacheBytes === undefined ? undefined : new BrowserCaches(context, cacheBytes);
    this.name = context.name;
    this.group = context.group;
    this.place = context.place;
    this.id = context.id;
    this.devices = context.devices;
    const cache = cacheBytes === undefined ? '' : ', with caches';
    this.detail = `${context.devices} devices, ${networks}${cache}`;
    this.#context = context;
    this.lossRatio = profile.lossRatio ?? 0;
    const access = accessContext(context, batteryWh);
    const link = profile.open?.(access) ?? new SteadyLink(profile, access);
    this.#link =
      radio === undefined || profile.medium !== undefined
        ? link
        : new RadioLink(link, radio, access);
    this.medium = profile.medium?.(access);
    this.lineRoomMs = lineRoomMs;
    this.#nominalLines = () => nominalLines(profile, access);
    this.#lines = link.lines;
    this.#done = world.simulator.handler((call) => this.received(call), 'answer at the device');
    if (this.medium === undefined) return;
    this.#up = this.medium.owner((call, isLost) => this.#atBackbone(call, isLost));
    this.#down = this.medium.owner((call, isLost) => this.#atDevice(call, isLost));
    const leave = (call: number) =>
      this.medium!.sendUp(this.#up, call, world.calls.device[call]!, REQUEST_BYTES);
    this.#leave = world.simulator.handler(leave, 'request leaves the device');
  }

  connect(): void {}

  /** Answers a call made by this node for a device from the device's own cache. @returns whether it does. */
  answersItself(call: number): boolean {
    if (this.#browsers?.has(call) !== true) return false;
    this.#answered(call);
    return true;
  }

  /** Sends a call made by this node for `device`; it may wait for a new connection first. */
  request(call: number, setupRoundTrips: number, idleMs: number, names?: Names): boolean {
    const { calls, exchange, simulator } = this.#context.world;
    const lane = this.#laneOf(call);
    const device = calls.device[call]!;
    const target = calls.callee[call]!;
    const connections = this.#connectionsOf(call);
    const now = simulator.nowMs;
    const epoch = exchange.epoch[target]!;
    const isNew = connections.needsSetup(device, now, idleMs, epoch);
    if (isNew) {
      const accessMs = this.#link.roundTripMs(device, now, lane.setup);
      const roundTripMs = setupRoundTrips === 0 ? 0 : exchange.roundTripMs(this.id, target);
      const knownAtMs = names === undefined ? now : now + names.waitMs(this, device);
      connections.open(device, knownAtMs + setupRoundTrips * (roundTripMs + accessMs), epoch);
    }
    connections.asked(device);
    const waitMs = connections.waitMs(device, now);
    if (this.#leave !== undefined) simulator.after(waitMs, this.#leave, call);
    else exchange.send(call, waitMs + this.upMs(device, REQUEST_BYTES, lane));
    return isNew;
  }

  /** Delay between a device and the place's backbone, ms. */
  accessMs(device: number, random: Random): number {
    return this.#link.roundTripMs(device, this.#context.world.simulator.nowMs, random) / 2;
  }

  /** The devices' ways down, for transports that follow packets. */
  get lines(): Lines {
    this.#lines ??= this.#nominalLines();
    return this.#lines;
  }

  /** Time that bytes take from the device to the place's backbone, ms. */
  upMs(device: number, bytes: number, lane: Lane): number {
    const { nowMs } = this.#context.world.simulator;
    return this.#link.upMs(device, bytes, nowMs, lane.up);
  }

  /**
   * Gives bytes that are at the place's backbone now their turn on the device's way down.
   *
   * @returns time until all of them are at the device, ms.
   */
  downMs(device: number, bytes: number, lane: Lane): number {
    const { nowMs } = this.#context.world.simulator;
    return this.#link.downMs(device, bytes, nowMs, lane.down);
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
    const isKnown = calls.notModified[call] === 1;
    const sent = isKnown ? NOT_MODIFIED_BYTES : calls.bytes[call]!;
    const bytes = calls.failed[call] === 1 ? 0 : sent;
    if (this.medium !== undefined) {
      this.medium.sendDown(this.#down, call, device, bytes);
      return;
    }
    const delayMs = this.downMs(device, bytes, this.#laneOf(call));
    if (delayMs > 0) simulator.after(delayMs, this.#done, call);
    else this.received(call);
  }

  crash(): void {}

  /** The answer to a call is at the device. */
  received(call: number): void {
    // What a browser has given up it does not keep.
    const { attempts } = this.#context.world.calls;
    if (!attempts.isGivenUp(call)) this.#browsers?.keep(call);
    this.#answered(call);
  }

  /** The medium has carried a request, or given it up: then it fails here and now. */
  #atBackbone(call: number, isLost: boolean): void {
    const { calls, exchange, simulator } = this.#context.world;
    if (!isLost) {
      exchange.send(call);
      return;
    }
    calls.failed[call] = 1;
    this.#connectionsOf(call).answered(calls.device[call]!, simulator.nowMs);
    this.#answered(call);
  }

  #atDevice(call: number, isLost: boolean): void {
    if (isLost) this.#context.world.calls.failed[call] = 1;
    this.received(call);
  }

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

/** Lines of the rates that a profile states, where its network does not keep to any. */
function nominalLines(profile: AccessProfile, { devices, stream }: AccessContext): Lines {
  const random = stream('line rates');
  const rates = Float64Array.from({ length: devices }, () => profile.downBitsPerSecond(random));
  return new Lines(rates);
}

/** What an access network may use of a node's world; its chance is the node's own. */
function accessContext(context: NodeContext, batteryWh: number): AccessContext {
  const { name, group, place, devices, world } = context;
  const { simulator, recorder, streams, places } = world;
  return {
    devices,
    batteryWh,
    simulator,
    recorder,
    labels: { node: group, place: places[place]!.name },
    stream: (purpose) => streams.stream(`${name}/${purpose}`),
    file: (path) => world.files.get(path)!,
  };
}

export const clients = nodeKind({
  name: 'clients',
  summary: 'devices of people or things, which ask and do not answer',
  source: 'definition',
  serves: ['clients'],
  params: {
    access: choiceOf(accessProfiles, 'fibre').describe('how the devices reach the Internet'),
    radio: choiceOf(radioStates, 'always').describe(
      'how the radios of phones sleep; networks of things have a sleep of their own',
    ),
    battery: number({ above: 0 })
      .prefault(5)
      .describe('watt hours of one battery: 5 as in TR 45.820; a phone has 12 to 20'),
    queue: duration({ above: 0 })
      .prefault('100ms')
      .describe(
        'room for packets before a device’s way down, as the time they take; for transports http-1.1, http-2 and http-3. An assumption; cable lines have 50 to 200 ms, DSL 100 to 500',
      ),
    cache: bytes({ above: 0 })
      .optional()
      .describe('private cache of each device, as browsers have them; default: none'),
  },
  make: ({ access, radio: state, battery, queue, cache }, context) => {
    const radio = state.make();
    const networks = radio === undefined ? access.name : `${access.name}, radio ${state.name}`;
    const profile = access.make();
    return new Clients(context, {
      profile,
      radio,
      batteryWh: battery,
      networks,
      lineRoomMs: queue,
      cacheBytes: cache,
    });
  },
});
