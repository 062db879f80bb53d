/**
 * Connections of the devices of one place to servers: what one of them carries arrives in the order in which it
 * was sent, over a link or over a medium in which it can meet what others send.
 */
import { grown } from '../../../engine/grown.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import { GIVES_UP_MS } from '../../net/disturbance.ts';
import type { Clients } from '../../node/clients.ts';
import type { Lane } from '../../node/peer.ts';
import type { World } from '../../node/world.ts';

const FIRST_TICKETS = 64;

/** Who is told of each packet once: it arrived, or its sender has given it up. */
export interface LineEnds {
  atServer(ticket: number, isLost: boolean): void;
  atDevice(ticket: number, isLost: boolean): void;
}

/** What carries the packets of things and servers; a test may have one of its own. */
export interface Line {
  /** @param ticket whatever the owner knows it by, 0 or more. */
  up(ticket: number, device: number, bytes: number, server: number): void;
  down(ticket: number, device: number, bytes: number, server: number): void;
}

export class DeviceLine implements Line {
  readonly #world: World;
  readonly #node: Clients;
  readonly #ends: LineEnds;
  readonly #lane: Lane;
  readonly #mediumUp: number;
  readonly #mediumDown: number;
  /** By device: when what was sent last arrives, ms. */
  readonly #lastUpMs: Float64Array;
  readonly #lastDownMs: Float64Array;
  readonly #atServer: HandlerId;
  readonly #atBackbone: HandlerId;
  readonly #atDevice: HandlerId;
  readonly #gaveUp: HandlerId;
  /** By ticket: of packets that are on a medium, or on their way to the devices' place. */
  #device = new Int32Array(FIRST_TICKETS);
  #bytes = new Float64Array(FIRST_TICKETS);
  #server = new Int32Array(FIRST_TICKETS);

  constructor(world: World, node: Clients, traffic: string, ends: LineEnds) {
    const { simulator } = world;
    this.#world = world;
    this.#node = node;
    this.#ends = ends;
    this.#lane = node.lane(traffic);
    this.#lastUpMs = new Float64Array(node.devices);
    this.#lastDownMs = new Float64Array(node.devices);
    this.#mediumUp = node.medium?.owner((ticket, isLost) => this.#leftAccess(ticket, isLost)) ?? -1;
    this.#mediumDown = node.medium?.owner((ticket, isLost) => ends.atDevice(ticket, isLost)) ?? -1;
    this.#atServer = simulator.handler((ticket) => ends.atServer(ticket, false), 'packet up');
    this.#atBackbone = simulator.handler((ticket) => this.#goDown(ticket), 'packet at the place');
    this.#atDevice = simulator.handler((ticket) => ends.atDevice(ticket, false), 'packet down');
    this.#gaveUp = simulator.handler((ticket, isUp) => {
      if (isUp === 1) ends.atServer(ticket, true);
      else ends.atDevice(ticket, true);
    }, 'packet given up');
  }

  up(ticket: number, device: number, bytes: number, server: number): void {
    const { medium } = this.#node;
    if (medium !== undefined) {
      this.#note(ticket, device, bytes, server);
      medium.sendUp(this.#mediumUp, ticket, device, bytes);
      return;
    }
    const accessMs = this.#node.upMs(device, bytes, this.#lane, server);
    this.#cross(ticket, device, bytes, server, accessMs);
  }

  down(ticket: number, device: number, bytes: number, server: number): void {
    const { exchange, simulator } = this.#world;
    const delayMs = exchange.carry(server, this.#node.id, bytes, simulator.nowMs);
    if (delayMs === Number.POSITIVE_INFINITY) {
      simulator.after(GIVES_UP_MS, this.#gaveUp, ticket, 0);
      return;
    }
    this.#note(ticket, device, bytes, server);
    simulator.after(delayMs, this.#atBackbone, ticket);
  }

  #leftAccess(ticket: number, isLost: boolean): void {
    if (isLost) {
      this.#ends.atServer(ticket, true);
      return;
    }
    const [device, bytes] = [this.#device[ticket]!, this.#bytes[ticket]!];
    this.#cross(ticket, device, bytes, this.#server[ticket]!, 0);
  }

  #note(ticket: number, device: number, bytes: number, server: number): void {
    if (ticket >= this.#device.length) {
      const room = Math.max(ticket + 1, 2 * this.#device.length);
      this.#device = grown(this.#device, room);
      this.#bytes = grown(this.#bytes, room);
      this.#server = grown(this.#server, room);
    }
    this.#device[ticket] = device;
    this.#bytes[ticket] = bytes;
    this.#server[ticket] = server;
  }

  #cross(ticket: number, device: number, bytes: number, server: number, accessMs: number): void {
    const { exchange, simulator } = this.#world;
    const networkMs = exchange.carry(this.#node.id, server, bytes, simulator.nowMs);
    if (networkMs === Number.POSITIVE_INFINITY) {
      simulator.after(GIVES_UP_MS, this.#gaveUp, ticket, 1);
      return;
    }
    const atMs = Math.max(simulator.nowMs + accessMs + networkMs, this.#lastUpMs[device]!);
    this.#lastUpMs[device] = atMs;
    simulator.at(atMs, this.#atServer, ticket);
  }

  #goDown(ticket: number): void {
    const [device, bytes] = [this.#device[ticket]!, this.#bytes[ticket]!];
    const { medium } = this.#node;
    if (medium !== undefined) {
      medium.sendDown(this.#mediumDown, ticket, device, bytes);
      return;
    }
    const { simulator } = this.#world;
    const accessMs = this.#node.downMs(device, bytes, this.#lane, this.#server[ticket]!);
    const atMs = Math.max(simulator.nowMs + accessMs, this.#lastDownMs[device]!);
    this.#lastDownMs[device] = atMs;
    simulator.at(atMs, this.#atDevice, ticket);
  }
}
