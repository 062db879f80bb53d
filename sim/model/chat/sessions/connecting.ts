/** How a device comes to a connection: asks a gateway, waits its turn there, or tries again later. */
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import type { World } from '../../node/world.ts';
import type { Exchange } from '../../wire/tcp.ts';
import { DROPPED, REFUSED } from './acceptor.ts';
import { ASKING, type Devices, type DeviceTable, PAUSING } from './device-table.ts';
import type { Gateways } from './gateways.ts';
import type { SessionMeters } from './session-meters.ts';
import type { SessionSettings } from './settings.ts';
import type { Ways } from './ways.ts';

export interface ConnectingParts {
  readonly world: World;
  readonly traffic: string;
  readonly devices: Devices;
  readonly table: DeviceTable;
  readonly gateways: Gateways;
  readonly ways: Ways;
  readonly settings: SessionSettings;
  /** By place of the chat's clients. */
  readonly meters: readonly SessionMeters[];
  /** The gateway has taken the device, which knows it now. */
  opened(device: number): void;
}

/** After which a packet that opens a connection is sent again, ms; doubles. RFC 6298 §2.1 */
const FIRST_RTO_MS = 1000;
const MOST_TRIES = 255;
/** An era has 16 bits; above it stands how often the first packet was dropped. */
const ERA_SPAN = 65_536;

export class Connecting {
  readonly #parts: ConnectingParts;
  readonly #random: Random;
  readonly #ask: HandlerId;
  readonly #arrive: HandlerId;
  readonly #opened: HandlerId;
  readonly #refused: HandlerId;
  readonly #timedOut: HandlerId;

  constructor(parts: ConnectingParts) {
    const { world, traffic, table, meters } = parts;
    const { simulator } = world;
    this.#parts = parts;
    this.#random = world.streams.stream(`${traffic}/reconnect`);
    const live = (then: (device: number) => void) => (device: number, era: number) => {
      if (table.era[device] === era) then(device);
    };
    this.#ask = simulator.handler(
      live((device) => this.ask(device)),
      'device connects',
    );
    this.#arrive = simulator.handler(
      (device, state) => this.#atGateway(device, state),
      'connection at the gateway',
    );
    this.#opened = simulator.handler(
      live((device) => parts.opened(device)),
      'device is connected',
    );
    this.#refused = simulator.handler(
      live((device) => this.#fail(device, meters[parts.devices.place[device]!]!.refused)),
      'connection refused',
    );
    this.#timedOut = simulator.handler(
      live((device) => this.#fail(device, meters[parts.devices.place[device]!]!.timedOut)),
      'connection given up',
    );
  }

  /** A device that has lost its connection, or could not get one, waits and then asks. */
  pause(device: number): void {
    const { table, settings, world } = this.#parts;
    const tries = table.tries[device]!;
    const pauseMs = settings.reconnect.pauseMs(tries, table.pauseMs[device]!, this.#random);
    table.pauseMs[device] = pauseMs;
    const era = table.turn(device, PAUSING);
    world.simulator.after(pauseMs, this.#ask, device, era);
  }

  /** A device asks a gateway now. */
  ask(device: number): void {
    const { table, settings, world, gateways, ways, devices } = this.#parts;
    const { simulator } = world;
    const place = devices.place[device]!;
    const gateway = gateways.choose(place, device);
    const era = table.turn(device, ASKING);
    table.asked[device] = gateway;
    table.atMs[device] = simulator.nowMs + settings.timeoutMs;
    this.#count(device, this.#parts.meters[place]!.connects);
    const setUp = this.#setUp(device);
    const firstMs = ways.upMs(device, gateway, setUp.upBytes);
    const more = (settings.roundTrips ?? setUp.roundTrips) - 1;
    const restMs = more === 0 ? 0 : more * ways.roundTripMs(device, gateway);
    if (firstMs + restMs < settings.timeoutMs) {
      simulator.after(firstMs + restMs, this.#arrive, device, era);
    } else simulator.after(settings.timeoutMs, this.#timedOut, device, era);
  }

  /** What was asked of a gateway is gone with it. @param isTold whether the device hears of it. */
  crashed(device: number, isTold: boolean): void {
    const { table, world } = this.#parts;
    const era = table.turn(device, ASKING);
    if (isTold) this.#tell(device, this.#refused, era);
    else world.simulator.at(table.atMs[device]!, this.#timedOut, device, era);
  }

  /** A device does not want what it has asked for any more. */
  cancel(device: number): void {
    const { meters, devices } = this.#parts;
    this.#count(device, meters[devices.place[device]!]!.cancelled);
  }

  #atGateway(device: number, state: number): void {
    const { table, gateways, world, devices, meters, ways } = this.#parts;
    const era = state % ERA_SPAN;
    if (table.era[device] !== era) return;
    const { simulator, exchange } = world;
    const gateway = table.asked[device]!;
    const { acceptor } = gateways.at(gateway);
    const slowdown = exchange.troubles.slowdown[gateway]!;
    const isUp = exchange.up[gateway] === 1;
    const readyMs = isUp ? acceptor.offer(simulator.nowMs, slowdown) : REFUSED;
    if (readyMs === REFUSED) {
      this.#tell(device, this.#refused, era);
      return;
    }
    const meter = meters[devices.place[device]!]!;
    if (readyMs === DROPPED) {
      this.#count(device, meter.dropped);
      this.#sendAgain(device, state);
      return;
    }
    gateways.accepts(gateway, readyMs - simulator.nowMs);
    ways.answer(device, gateway, this.#setUp(device).downBytes);
    const backMs = this.#backMs(device, gateway);
    if (readyMs + backMs <= table.atMs[device]!) {
      simulator.at(readyMs + backMs, this.#opened, device, era);
      return;
    }
    // The gateway does the work all the same.
    this.#count(device, meter.wasted);
    this.#giveUpInTime(device, era);
  }

  /** A packet that was dropped is sent again after a time that doubles, as long as the device waits. */
  #sendAgain(device: number, state: number): void {
    const { simulator } = this.#parts.world;
    const era = state % ERA_SPAN;
    const drops = (state - era) / ERA_SPAN;
    let laterMs = FIRST_RTO_MS;
    for (let drop = 0; drop < drops; drop += 1) laterMs *= 2;
    if (simulator.nowMs + laterMs < this.#parts.table.atMs[device]!) {
      simulator.after(laterMs, this.#arrive, device, state + ERA_SPAN);
    } else this.#giveUpInTime(device, era);
  }

  #giveUpInTime(device: number, era: number): void {
    const { table, world } = this.#parts;
    world.simulator.at(table.atMs[device]!, this.#timedOut, device, era);
  }

  /** A reset is on its way to the device; it may come when that has given up already. */
  #tell(device: number, handler: HandlerId, era: number): void {
    const { table, world } = this.#parts;
    const { simulator } = world;
    const atMs = simulator.nowMs + this.#backMs(device, table.asked[device]!);
    if (atMs <= table.atMs[device]!) simulator.at(atMs, handler, device, era);
    else this.#giveUpInTime(device, era);
  }

  #backMs(device: number, gateway: number): number {
    return this.#parts.ways.roundTripMs(device, gateway) / 2;
  }

  #fail(device: number, counter: number): void {
    const { table } = this.#parts;
    this.#count(device, counter);
    table.tries[device] = Math.min(MOST_TRIES, table.tries[device]! + 1);
    this.pause(device);
  }

  #setUp(device: number): Exchange {
    const { opening, reopening } = this.#parts.settings.protocol;
    return this.#parts.table.isKnown[device] === 1 ? reopening : opening;
  }

  #count(device: number, counter: number): void {
    const { meters, devices, world } = this.#parts;
    meters[devices.place[device]!]!.count(counter, world.simulator.nowMs);
  }
}
