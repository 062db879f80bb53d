/** What groups of packets pass between devices and servers: ways up and down, and paths between places. */
import type { LineQueues } from '../../../../engine/lines.ts';
import { transferMs } from '../../../../engine/lines.ts';
import type { Path } from '../../../net/network.ts';
import type { Clients } from '../../../node/clients.ts';
import type { Lane } from '../../../node/peer.ts';
import type { World } from '../../../node/world.ts';
import type { People } from '../../people.ts';
import type { Groups } from './groups.ts';

export const LOST = Number.POSITIVE_INFINITY;

/** Bytes of a full packet: what libwebrtc sends at most, headers included. */
export const PACKET_BYTES = 1200;
/** Packets that any queue has room for, however slow it is; an assumption, as for transports. */
const LEAST_ROOM_BYTES = 16 * PACKET_BYTES;

export class Ways {
  readonly #world: World;
  readonly #clients: readonly Clients[];
  readonly #people: People;
  readonly #groups: Groups;
  readonly #lanes: readonly Lane[];
  /** By node from and to. */
  readonly #paths: (Path | undefined)[] = [];

  constructor(
    world: World,
    traffic: string,
    clients: readonly Clients[],
    people: People,
    groups: Groups,
  ) {
    this.#world = world;
    this.#clients = clients;
    this.#people = people;
    this.#groups = groups;
    this.#lanes = clients.map((node) => node.lane(`${traffic}/media`));
  }

  /** The node of a person's place. */
  nodeOf(person: number): number {
    return this.#clients[this.#people.place[person]!]!.id;
  }

  path(from: number, to: number): Path {
    const key = from * this.#world.nodes.length + to;
    let path = this.#paths[key];
    if (path === undefined) {
      path = this.#world.exchange.course(from, to, true).there;
      this.#paths[key] = path;
    }
    return path;
  }

  /** @returns time until a group is at the backbone, ms; its share falls by what has no room or is lost. */
  upMs(group: number, person: number, peer: number): number {
    const place = this.#people.place[person]!;
    const [node, device] = [this.#clients[place]!, this.#people.device[person]!];
    const { ups, lineRoomMs, lossRatio } = node;
    const { nowMs } = this.#world.simulator;
    const bytes = this.#enter(group, ups, device, lineRoomMs);
    if (bytes === 0) return LOST;
    const queuedMs = ups.pass(device, bytes, nowMs) - nowMs;
    this.#groups.share[group]! *= 1 - lossRatio;
    return queuedMs + node.upMs(device, 0, this.#lanes[place]!, peer);
  }

  /** @returns time until a group that is at the backbone is at the device, ms. As `upMs`. */
  downMs(group: number, person: number, peer: number): number {
    const place = this.#people.place[person]!;
    const [node, device] = [this.#clients[place]!, this.#people.device[person]!];
    const bytes = this.#enter(group, node.lines, device, node.lineRoomMs);
    if (bytes === 0) return LOST;
    this.#groups.share[group]! *= 1 - node.lossRatio;
    return node.downMs(device, bytes, this.#lanes[place]!, peer);
  }

  /** Whether who comes to a path at a time has to be known, for there is a queue. */
  hasQueue(from: number, to: number): boolean {
    return this.path(from, to).queue !== undefined;
  }

  /** @returns time that a group takes between two nodes, ms. As `upMs`. */
  crossMs(group: number, from: number, to: number): number {
    const path = this.path(from, to);
    const { exchange, simulator } = this.#world;
    const { nowMs } = simulator;
    exchange.followed(from, to, this.#groups.bytes(group));
    if (path.isClosed(nowMs)) return LOST;
    const { losses, queue } = path;
    if (losses !== undefined) {
      const packets = Math.max(1, Math.round(this.#groups.packets[group]!));
      this.#groups.share[group]! *= 1 - losses.of(packets) / packets;
      if (this.#groups.share[group] === 0) return LOST;
    }
    if (queue === undefined) return path.delayMs();
    const bytes = this.#enter(group, queue, 0, path.roomMs);
    if (bytes === 0) return LOST;
    return queue.pass(0, bytes, nowMs) - nowMs + path.delayMs();
  }

  /** Time that a report takes on its way to a person or a node, ms; LOST: a path is closed. */
  reportMs(from: number, to: number, middle: number): number {
    const first = from < 0 ? middle : this.nodeOf(from);
    const last = to < 0 ? middle : this.nodeOf(to);
    const { nowMs } = this.#world.simulator;
    const path = this.path(first, last);
    if (path.isClosed(nowMs)) return LOST;
    return this.#accessMs(from, middle) + path.delayMs() + this.#accessMs(to, middle);
  }

  /** There and back for something small, ms. @param middle a server or relay; below 0: none. */
  roundTripMs(one: number, other: number, middle: number): number {
    const { exchange } = this.#world;
    const accessMs = this.#accessMs(one, middle) + this.#accessMs(other, middle);
    const [first, last] = [one, other].map((person) => (person < 0 ? middle : this.nodeOf(person)));
    const isRelayed = middle >= 0 && one >= 0 && other >= 0;
    const pathMs = isRelayed
      ? exchange.roundTripMs(first!, middle) + exchange.roundTripMs(middle, last!)
      : exchange.roundTripMs(first!, last!);
    return pathMs + 2 * accessMs;
  }

  #accessMs(person: number, peer: number): number {
    if (person < 0) return 0;
    const place = this.#people.place[person]!;
    const node = this.#clients[place]!;
    const { setup } = this.#lanes[place]!;
    return node.accessMs(this.#people.device[person]!, setup, peer < 0 ? node.id : peer);
  }

  /** @returns bytes of a group that a queue has room for; the rest is lost. */
  #enter(group: number, queue: LineQueues, line: number, roomMs: number): number {
    const bytes = this.#groups.bytes(group);
    const rate = queue.bitsPerSecond[line]!;
    const room = Math.max(roomMs, transferMs(LEAST_ROOM_BYTES, rate));
    const leftMs = room - queue.queueMs(line, this.#world.simulator.nowMs);
    const needsMs = transferMs(bytes, rate);
    if (needsMs <= leftMs || needsMs === 0) return bytes;
    const share = Math.max(0, leftMs) / needsMs;
    this.#groups.share[group]! *= share;
    return bytes * share;
  }
}
