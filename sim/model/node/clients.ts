/**
 * The devices of one place. Each has a radio or line of its own, shared by all that the device
 * does: pages, pictures and messages wait for each other on the way down.
 */

import { z } from 'zod';
import type { LineQueues, Lines } from '../../engine/lines.ts';
import type { Random } from '../../engine/random.ts';
import type { HandlerId } from '../../engine/simulator.ts';
import { choiceOf } from '../../part/choice.ts';
import { bytes, duration, number } from '../../part/units.ts';
import { accessProfiles } from '../access/index.ts';
import type { AccessLink, AccessProfile, Medium } from '../access/profile.ts';
import type { Handovers } from '../access/radio/handovers.ts';
import { type RadioSettings, radioStates } from '../access/radio/radio.ts';
import { RadioLink } from '../access/radio/radio-link.ts';
import { SteadyLink } from '../access/steady-link.ts';
import { NOT_MODIFIED_BYTES, REQUEST_BYTES } from '../wire/http.ts';
import { BrowserCaches } from './browser-caches.ts';
import { accessContext, nominalLines } from './client-access.ts';
import { Connections } from './connections.ts';
import type { Names } from './names.ts';
import { type Node, type NodeContext, nodeKind } from './node.ts';
import type { Lane, Peer } from './peer.ts';
import { RadioSites } from './sites/radio-sites.ts';
import { type SessionMode, sessionModes } from './sites/session.ts';
import type { World } from './world.ts';

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
  /** Whether what goes to a node at the device's radio site leaves the mobile network there. */
  readonly breakout: boolean;
  /** Between radio sites and the core, one way, ms; undefined: the access network's own. */
  readonly coreMs: number | undefined;
  readonly mode: SessionMode;
}

export class Clients implements Node, Peer {
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
  readonly #handovers: Handovers | undefined;
  /** By content. */
  readonly #lanes: (Lane | undefined)[] = [];
  readonly #done: HandlerId;
  readonly #leave: HandlerId | undefined;
  readonly #up: number = 0;
  readonly #down: number = 0;
  /** Time's worth of packets that each device's way down has room for, ms. */
  readonly lineRoomMs: number;
  readonly #nominal: (isUp: boolean) => Lines;
  #lines: LineQueues | undefined;
  #ups: LineQueues | undefined;
  readonly #connections = new Map<number, Connections>();
  readonly #browsers: BrowserCaches | undefined;
  readonly #settings: ClientsSettings;
  /** Undefined: no node stands at a radio site of the place. */
  #sites: RadioSites | undefined;

  constructor(context: NodeContext, settings: ClientsSettings) {
    const { profile, radio, batteryWh, networks, lineRoomMs, cacheBytes } = settings;
    const { world } = context;
    this.#settings = settings;
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
    const sleeping =
      radio === undefined || profile.medium !== undefined
        ? undefined
        : new RadioLink(link, radio, access);
    this.#link = sleeping ?? link;
    this.#handovers = sleeping?.handovers;
    this.medium = profile.medium?.(access);
    this.lineRoomMs = lineRoomMs;
    this.#nominal = (isUp) => nominalLines(profile, access, isUp);
    this.#lines = link.lines;
    this.#ups = link.ups;
    this.#done = world.simulator.handler((call) => this.received(call), 'answer at the device');
    if (this.medium === undefined) return;
    this.#up = this.medium.owner((call, isLost) => this.#atBackbone(call, isLost));
    this.#down = this.medium.owner((call, isLost) => this.#atDevice(call, isLost));
    const leave = (call: number) =>
      this.medium!.sendUp(this.#up, call, world.calls.device[call]!, sentBytes(world, call));
    this.#leave = world.simulator.handler(leave, 'request leaves the device');
  }

  connect(): void {
    const { siteOf, nodes } = this.#context.world;
    if (!nodes.some(({ place }, id) => place === this.place && siteOf[id]! >= 0)) return;
    const { breakout, coreMs, mode, profile } = this.#settings;
    const { legs } = profile;
    this.#sites = new RadioSites(this.#context, {
      coreMs: breakout ? (coreMs ?? legs?.coreMs) : undefined,
      leastMs: legs?.leastMs ?? 0,
      mode,
      handovers: this.#handovers,
    });
  }

  /** The number by which a device chooses among nodes, of which `first` is one. */
  seat(device: number, first: number): number {
    const { siteOf, nodes } = this.#context.world;
    const isAtSites = siteOf[first]! >= 0 && nodes[first]!.place === this.place;
    return isAtSites ? this.#sites!.seat(device) : device;
  }

  /** Answers a call made by this node for a device from the device's own cache. @returns whether it does. */
  answersItself(call: number): boolean {
    if (this.#browsers?.has(call) !== true) return false;
    this.#answered(call);
    return true;
  }

  /** Devices below a number have lost their connections, those of calls of one content. */
  forget(content: number, devices: number): void {
    const { contentCount } = this.#context.world;
    for (const [key, connections] of this.#connections) {
      if (key % contentCount === content) connections.forget(devices);
    }
  }

  /** Sends a call made by this node for `device`; it may wait for a new connection first. */
  request(call: number, setupRoundTrips: number, idleMs: number, names?: Names): boolean {
    const { calls, exchange, simulator } = this.#context.world;
    const lane = this.#laneOf(call);
    const device = calls.device[call]!;
    const target = calls.callee[call]!;
    const connections = this.#connectionsOf(call);
    const now = simulator.nowMs;
    const epoch = exchange.epoch[target]! + (this.#sites?.addresses(device, target) ?? 0);
    const isNew = connections.needsSetup(device, now, idleMs, epoch);
    if (isNew) {
      const accessMs = 2 * this.accessMs(device, lane.setup, target);
      const roundTripMs = setupRoundTrips === 0 ? 0 : exchange.roundTripMs(this.id, target);
      const knownAtMs = names === undefined ? now : now + names.waitMs(this, device);
      connections.open(device, knownAtMs + setupRoundTrips * (roundTripMs + accessMs), epoch);
    }
    connections.asked(device);
    const waitMs = connections.waitMs(device, now);
    if (this.#leave !== undefined) simulator.after(waitMs, this.#leave, call);
    else {
      const bytes = sentBytes(this.#context.world, call);
      exchange.send(call, waitMs + this.upMs(device, bytes, lane, target));
    }
    return isNew;
  }

  deviceOf(call: number): number {
    return this.#context.world.calls.device[call]!;
  }

  /** Delay between a device and the place's backbone, or a node at one of its radio sites, ms. */
  accessMs(device: number, random: Random, peer = this.id): number {
    const { nowMs } = this.#context.world.simulator;
    const backboneMs = this.#link.roundTripMs(device, nowMs, random) / 2;
    return this.#sites === undefined ? backboneMs : this.#sites.wayMs(device, peer, backboneMs);
  }

  /** The devices' ways down, for transports that follow packets. */
  get lines(): LineQueues {
    this.#lines ??= this.#nominal(false);
    return this.#lines;
  }

  /** How fast a device's way down is, and how long it is busy with what was given to it. */
  wayDown(device: number): { readonly bitsPerSecond: number; readonly busyMs: number } {
    const { lines } = this;
    const busyMs = lines.queueMs(device, this.#context.world.simulator.nowMs);
    return { bitsPerSecond: lines.bitsPerSecond[device]!, busyMs };
  }

  /** The devices' ways up, for what they upload over these. */
  get ups(): LineQueues {
    this.#ups ??= this.#nominal(true);
    return this.#ups;
  }

  /**
   * Time that bytes take from the device to the place's backbone, ms.
   *
   * @param peer node that they go to: one at a radio site may be nearer, or further away.
   */
  upMs(device: number, bytes: number, lane: Lane, peer = this.id): number {
    const { nowMs } = this.#context.world.simulator;
    return this.#reach(device, peer, this.#link.upMs(device, bytes, nowMs, lane.up));
  }

  /**
   * Gives bytes that are at the place's backbone now their turn on the device's way down.
   *
   * @param peer node that they come from.
   *
   * @returns time until all of them are at the device, ms.
   */
  downMs(device: number, bytes: number, lane: Lane, peer = this.id): number {
    const { nowMs } = this.#context.world.simulator;
    return this.#reach(device, peer, this.#link.downMs(device, bytes, nowMs, lane.down));
  }

  #reach(device: number, peer: number, backboneMs: number): number {
    const sites = this.#sites;
    if (sites === undefined) return backboneMs;
    return sites.waitMs(device, peer) + sites.wayMs(device, peer, backboneMs);
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
    const delayMs = this.downMs(device, bytes, this.#laneOf(call), calls.callee[call]!);
    if (delayMs > 0) simulator.after(delayMs, this.#done, call);
    else this.received(call);
  }

  crash(): void {}

  /** The answer to a call is at the device. */
  received(call: number): void {
    this.#hear(call);
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
    this.#hear(call);
    this.#answered(call);
  }

  #atDevice(call: number, isLost: boolean): void {
    if (isLost) this.#context.world.calls.failed[call] = 1;
    this.received(call);
  }

  #hear(call: number): void {
    const { calls, contents } = this.#context.world;
    contents[calls.content[call]!]!.heard?.(call);
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

const ANCHORED: SessionMode = { follows: false, breaks: false, takesMs: 0 };

/** Bytes of a request. */
const sentBytes = ({ calls }: World, call: number): number =>
  REQUEST_BYTES + calls.bodyBytes[call]!;

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
    breakout: z
      .boolean()
      .default(true)
      .describe(
        'whether what goes to nodes at radio sites leaves the mobile network there; if not, it goes to the core and back',
      ),
    core: duration()
      .optional()
      .describe(
        'of the one-way delay, what lies between radio sites and the core; default: as the access network has it',
      ),
    session: choiceOf(sessionModes)
      .optional()
      .describe(
        'what becomes of sessions with nodes at radio sites when devices move to another site; default: anchored',
      ),
  },
  make: (params, context) => {
    const { access, radio: state, battery, queue, cache, breakout, core, session } = params;
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
      breakout,
      coreMs: core,
      mode: session?.make() ?? ANCHORED,
    });
  },
});
