/**
 * The connections of a chat's devices to its gateways: how they come about, how they are lost, and
 * how devices come back. What goes over them is somebody else's.
 */
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import type { Clients } from '../../node/clients.ts';
import type { World } from '../../node/world.ts';
import type { Domains } from '../federation/domains.ts';
import { Connecting } from './connecting.ts';
import {
  ASKING,
  DEAD,
  type Devices,
  DeviceTable,
  IDLE,
  NOWHERE,
  OPEN,
  PAUSING,
} from './device-table.ts';
import { Gateways } from './gateways.ts';
import { Keeping } from './keeping.ts';
import { type Cause, SessionMeters } from './session-meters.ts';
import type { SessionSettings } from './settings.ts';
import { Ways } from './ways.ts';

/** Somebody who has to know what becomes of connections. */
export interface SessionListener {
  /** A device has a connection and knows it; `gateway` says to whom. */
  connected?(device: number): void;
  /** A device has found out that its connection is gone, or has closed it. */
  lost?(device: number): void;
  /** The gateway of a device, or who looks after gateways, has found out that it is gone. */
  gone?(device: number): void;
  /** A device is in the foreground, in the background or off, and was something else. */
  changed?(device: number, before: number): void;
}

export interface SessionsParts {
  readonly world: World;
  readonly traffic: string;
  readonly clients: readonly Clients[];
  /** Group of the gateways. */
  readonly to: string;
  readonly domains?: Domains | undefined;
  readonly devices: Devices;
  readonly settings: SessionSettings;
}

export class Sessions {
  /** By device: node id of the gateway that it is connected to, -1: none. */
  readonly gateway: Int32Array;
  /** By device: `ONLINE`, `BACKGROUND` or `OFFLINE`; connections do not follow from it. */
  readonly state: Uint8Array;
  readonly #world: World;
  readonly #devices: Devices;
  readonly #table: DeviceTable;
  readonly #settings: SessionSettings;
  readonly #gateways: Gateways;
  readonly #meters: readonly SessionMeters[];
  /** How long something takes between a device and a gateway. */
  readonly ways: Ways;
  readonly #connecting: Connecting;
  readonly #keeping: Keeping;
  readonly #listeners: SessionListener[] = [];
  readonly #chance: Random;
  readonly #notice: HandlerId;
  readonly #reset: HandlerId;
  readonly #break: HandlerId;
  readonly #giveUp: HandlerId;

  constructor(parts: SessionsParts) {
    const { world, traffic, clients, to, domains, devices, settings } = parts;
    const { simulator, streams, places, recorder } = world;
    this.#world = world;
    this.#devices = devices;
    this.#settings = settings;
    const table = new DeviceTable(devices.count);
    this.#table = table;
    this.gateway = table.gateway;
    this.state = table.state;
    this.#chance = streams.stream(`${traffic}/breaks`);
    const near = {
      world,
      traffic,
      groups: clients.map((_, index) => domains?.at(index).to ?? to),
      places: clients.map(({ place }) => place),
      makeBalancer: settings.makeBalancer,
      knownMs: settings.knownMs,
    };
    const gateways = new Gateways(near, (gateway) => this.#crashed(gateway));
    this.#gateways = gateways;
    const ways = new Ways(world, clients, devices, traffic);
    this.ways = ways;
    const meters = clients.map(
      ({ place }) => new SessionMeters(recorder, traffic, places[place]!.name),
    );
    this.#meters = meters;
    const common = { world, traffic, devices, table, gateways, ways, settings, meters };
    this.#connecting = new Connecting({ ...common, opened: (device) => this.#opened(device) });
    this.#keeping = new Keeping({ ...common, missed: (device) => this.#missed(device) });
    const live = (then: (device: number) => void) => (device: number, era: number) => {
      if (table.era[device] === era) then(device);
    };
    const crashed = live((device) => this.#lose(device, 'crash'));
    this.#notice = simulator.handler(crashed, 'device hears of a crash');
    const reset = live((device) => this.#lose(device, 'reset'));
    this.#reset = simulator.handler(reset, 'connection reset');
    const moved = live((device) => this.#move(device));
    this.#break = simulator.handler(moved, 'device changes its network');
    this.#giveUp = simulator.handler(
      (device, gateway) => this.#bury(device, gateway),
      'gateway gives a dead connection up',
    );
  }

  listen(listener: SessionListener): void {
    this.#listeners.push(listener);
  }

  /** Devices that somebody has closed before stay so; the others are connected, or connect. */
  start(): void {
    const { wants } = this.#table;
    for (let device = 0; device < this.#devices.count; device += 1) {
      if (wants[device] === 0) continue;
      this.#want(device);
      if (this.#settings.isWarm) this.#beginConnected(device);
      else this.#connecting.ask(device);
    }
  }

  /** What somebody does with a device; who says so opens and closes connections beside. */
  become(device: number, state: number): void {
    const before = this.state[device]!;
    if (before === state) return;
    this.state[device] = state;
    for (const listener of this.#listeners) listener.changed?.(device, before);
  }

  /** A device wants to be connected, from now on and always again. */
  open(device: number): void {
    const { wants, phase } = this.#table;
    wants[device] = 1;
    if (phase[device] !== IDLE) return;
    this.#want(device);
    this.#connecting.ask(device);
  }

  /** A device does not want a connection any more. @param isAbrupt it vanishes without a word. */
  close(device: number, isAbrupt = false): void {
    const { wants, phase } = this.#table;
    wants[device] = 0;
    const before = phase[device]!;
    if (before === IDLE) return;
    if (before === ASKING) this.#connecting.cancel(device);
    if (before === ASKING || before === PAUSING) {
      this.#meterOf(device).wanting(-1, this.#world.simulator.nowMs);
    }
    if (before === OPEN && isAbrupt) this.#abandon(device);
    else if (before === OPEN) this.#release(device);
    this.#table.turn(device, IDLE);
    if (before !== OPEN && before !== DEAD) return;
    for (const listener of this.#listeners) listener.lost?.(device);
  }

  /** All connections are reset now, as when what stands before the gateways was replaced. */
  disconnectAll(): void {
    const { phase } = this.#table;
    for (let device = 0; device < this.#devices.count; device += 1) {
      if (phase[device] !== OPEN) continue;
      this.#release(device);
      this.#lose(device, 'reset');
    }
  }

  /** The gateway of a device resets its connection, of which the device hears half a round trip later. */
  cut(device: number): void {
    const gateway = this.gateway[device]!;
    if (this.#table.phase[device] !== OPEN || gateway === NOWHERE) return;
    this.#release(device);
    const era = this.#table.turn(device, DEAD);
    const afterMs = this.ways.roundTripMs(device, gateway) / 2;
    this.#world.simulator.after(afterMs, this.#reset, device, era);
  }

  /** Something has passed over the connection of a device: no heartbeat is due for a while. */
  touch(device: number): void {
    this.#table.atMs[device] = this.#world.simulator.nowMs;
  }

  /**
   * A device sends something over its connection, which its network may have forgotten: then the gateway
   * gets something of a connection that it does not know, and resets it (RFC 9293 §3.10.7.1).
   *
   * @returns whether it gets through.
   */
  speaks(device: number): boolean {
    const gateway = this.gateway[device]!;
    if (gateway === NOWHERE) return false;
    if (this.#keeping.isKnown(device)) {
      this.touch(device);
      return true;
    }
    this.#abandon(device);
    const era = this.#table.turn(device, DEAD);
    this.#world.simulator.after(this.ways.roundTripMs(device, gateway), this.#reset, device, era);
    return false;
  }

  /** Whether what is sent to a device over its gateway comes to it, as far as its own end matters. */
  hears(device: number): boolean {
    const { phase, gateway } = this.#table;
    return phase[device] === OPEN && gateway[device] !== NOWHERE && this.#keeping.isKnown(device);
  }

  #meterOf(device: number): SessionMeters {
    return this.#meters[this.#devices.place[device]!]!;
  }

  #want(device: number): void {
    const { nowMs } = this.#world.simulator;
    this.#table.wishMs[device] = nowMs;
    this.#table.tries[device] = 0;
    this.#table.pauseMs[device] = 0;
    this.#meterOf(device).wanting(1, nowMs);
  }

  /** The run begins with this connection, which nobody set up. */
  #beginConnected(device: number): void {
    const { nowMs } = this.#world.simulator;
    this.#table.asked[device] = this.#gateways.choose(this.#devices.place[device]!, device);
    this.#meterOf(device).holding(1, nowMs);
    this.#meterOf(device).wanting(-1, nowMs);
    this.#hold(device, false);
  }

  #opened(device: number): void {
    this.#meterOf(device).isOpen(this.#table.wishMs[device]!, this.#world.simulator.nowMs);
    this.#hold(device, true);
  }

  #hold(device: number, isNew: boolean): void {
    const { simulator } = this.#world;
    const table = this.#table;
    const era = table.turn(device, OPEN);
    const gateway = table.asked[device]!;
    table.gateway[device] = gateway;
    table.isKnown[device] = 1;
    table.atMs[device] = simulator.nowMs;
    this.#gateways.hold(gateway, 1);
    this.#keeping.begin(device, isNew);
    const { breaks } = this.#settings;
    if (breaks !== undefined) {
      simulator.after(breaks.sample(this.#chance), this.#break, device, era);
    }
    for (const listener of this.#listeners) listener.connected?.(device);
  }

  /** A gateway and a device are no longer connected, and the gateway knows. */
  #release(device: number): void {
    this.#gateways.hold(this.#table.gateway[device]!, -1);
    this.#unhook(device);
    for (const listener of this.#listeners) listener.gone?.(device);
  }

  /** A device has gone, and its gateway will find out: until then it holds a dead connection. */
  #abandon(device: number): void {
    const gateway = this.#table.gateway[device]!;
    const patienceMs = this.#keeping.patienceMs(device);
    this.#unhook(device);
    this.#gateways.holdDead(gateway, 1);
    if (patienceMs === Number.POSITIVE_INFINITY) return;
    const { exchange, simulator } = this.#world;
    const crashes = exchange.epoch[gateway]! * exchange.up.length;
    simulator.after(patienceMs, this.#giveUp, device, crashes + gateway);
  }

  #bury(device: number, number: number): void {
    const { exchange } = this.#world;
    const nodes = exchange.up.length;
    const gateway = number % nodes;
    if (exchange.epoch[gateway]! * nodes + gateway !== number) return;
    this.#gateways.holdDead(gateway, -1);
    this.#gateways.hold(gateway, -1);
    if (this.#table.gateway[device] !== NOWHERE) return;
    for (const listener of this.#listeners) listener.gone?.(device);
  }

  #unhook(device: number): void {
    this.#table.gateway[device] = NOWHERE;
    this.#meterOf(device).holding(-1, this.#world.simulator.nowMs);
  }

  #crashed(gateway: number): void {
    const { resets } = this.#settings;
    const table = this.#table;
    for (let device = 0; device < this.#devices.count; device += 1) {
      if (table.gateway[device] === gateway) this.#cutOff(device, gateway, resets);
      else if (table.phase[device] === ASKING && table.asked[device] === gateway) {
        this.#connecting.crashed(device, resets);
      }
    }
  }

  #cutOff(device: number, gateway: number, isTold: boolean): void {
    this.#unhook(device);
    if (isTold) {
      const era = this.#table.turn(device, DEAD);
      const afterMs = this.ways.roundTripMs(device, gateway) / 2;
      this.#world.simulator.after(afterMs, this.#notice, device, era);
    } else this.#table.phase[device] = DEAD;
    for (const listener of this.#listeners) listener.gone?.(device);
  }

  #missed(device: number): void {
    if (this.#table.phase[device] === OPEN) this.#abandon(device);
    this.#lose(device, 'heartbeat');
  }

  /** Another network, another address: the old connection is dead, and a new one is due at once. */
  #move(device: number): void {
    if (this.#table.phase[device] === OPEN) this.#abandon(device);
    this.#noteLoss(device, 'break');
    this.#connecting.ask(device);
  }

  /** A device knows that it is not connected any more. */
  #lose(device: number, cause: Cause): void {
    this.#noteLoss(device, cause);
    this.#connecting.pause(device);
  }

  #noteLoss(device: number, cause: Cause): void {
    this.#meterOf(device).lost(cause, this.#world.simulator.nowMs);
    this.#want(device);
    for (const listener of this.#listeners) listener.lost?.(device);
  }
}
