/**
 * Takes media over legs, in groups: all that goes over one leg in a step is one group of packets, the unit in which
 * congestion control measures delays. Packet by packet, a meeting of ten would be 50,000 events a second.
 */
import type { HandlerId } from '../../../../engine/simulator.ts';
import type { Clients } from '../../../node/clients.ts';
import type { World } from '../../../node/world.ts';
import type { People } from '../../people.ts';
import type { MediaControl } from '../congestion/media-control.ts';
import { Groups } from './groups.ts';
import { type LegEnds, LegTable, NONE } from './leg-table.ts';
import type { MediaServer } from './media-server.ts';
import { Reports } from './reports.ts';
import { LOST, PACKET_BYTES, Ways } from './ways.ts';

/** A group that has come, or is lost; read before the next one comes. */
export interface Come {
  owner: number;
  index: number;
  tookMs: number;
  /** Bytes that were sent, and the part of them that came, 0 to 1. */
  voice: number;
  screen: number;
  video: number;
  padding: number;
  share: number;
}

interface LegsParts {
  readonly world: World;
  readonly traffic: string;
  readonly clients: readonly Clients[];
  readonly people: People;
  /** Bytes of a packet of sound. */
  readonly voiceBytes: number;
  /** Time between reports of a receiver, ms. */
  readonly reportEveryMs: number;
  makeControl(): MediaControl;
  /** A group has come, in part or not at all. */
  came(come: Come): void;
}

export class Legs {
  readonly #parts: LegsParts;
  readonly #table = new LegTable();
  readonly #groups = new Groups();
  readonly #reports = new Reports();
  readonly ways: Ways;
  readonly #atPath: HandlerId;
  readonly #atServer: HandlerId;
  readonly #atBackbone: HandlerId;
  readonly #atDevice: HandlerId;
  readonly #atSender: HandlerId;
  readonly #come: Come = {
    owner: 0,
    index: 0,
    tookMs: 0,
    voice: 0,
    screen: 0,
    video: 0,
    padding: 0,
    share: 0,
  };

  constructor(parts: LegsParts) {
    const { world, traffic, clients, people } = parts;
    const { simulator } = world;
    this.#parts = parts;
    this.ways = new Ways(world, traffic, clients, people, this.#groups);
    this.#atPath = simulator.handler((group) => this.#cross(group, 0), 'media at the backbone');
    this.#atServer = simulator.handler((group) => this.#takeIn(group), 'media at a server');
    this.#atBackbone = simulator.handler((group) => this.#goDown(group), 'media on the way down');
    this.#atDevice = simulator.handler((group) => this.#arrive(group), 'media at a device');
    this.#atSender = simulator.handler((leg, told) => this.#hear(leg, told), 'report of media');
  }

  open(ends: LegEnds): number {
    const leg = this.#table.open(
      ends,
      this.#parts.makeControl(),
      this.#parts.world.simulator.nowMs,
    );
    this.#reports.open(leg);
    return leg;
  }

  close(leg: number): void {
    this.#table.close(leg);
  }

  /** What congestion control lets through, bit/s. */
  allowed(leg: number): number {
    return this.#table.control[leg]!.bitsPerSecond;
  }

  /** Sends a group: bytes of each, headers included. */
  send(leg: number, voice: number, screen: number, video: number, padding: number): void {
    const pictures = screen + video + padding;
    if (voice + pictures <= 0) return;
    const { from, middle } = this.#table;
    const group = this.#groups.take(leg, this.#parts.world.simulator.nowMs);
    this.#groups.voice[group] = voice;
    this.#groups.screen[group] = screen;
    this.#groups.video[group] = video;
    this.#groups.padding[group] = padding;
    this.#groups.packets[group] = voice / this.#parts.voiceBytes + pictures / PACKET_BYTES;
    this.#table.begin(leg);
    const sender = from[leg]!;
    const beforeMs =
      sender === NONE
        ? this.#serverOf(middle[leg]!).forward(this.#groups.packets[group]!)
        : this.ways.upMs(group, sender, this.#next(leg));
    if (beforeMs === LOST) this.#lose(group);
    else if (this.ways.hasQueue(this.#first(leg), this.#next(leg))) {
      this.#parts.world.simulator.after(beforeMs, this.#atPath, group);
    } else this.#cross(group, beforeMs);
  }

  #serverOf(node: number): MediaServer {
    return this.#parts.world.nodes[node] as MediaServer;
  }

  /** The node from which a leg's path begins, and the next one on it. */
  #first(leg: number): number {
    const from = this.#table.from[leg]!;
    return from === NONE ? this.#table.middle[leg]! : this.ways.nodeOf(from);
  }

  #next(leg: number): number {
    const { from, to, middle } = this.#table;
    if (from[leg] !== NONE && middle[leg] !== NONE) return middle[leg]!;
    return this.ways.nodeOf(to[leg]!);
  }

  #cross(group: number, beforeMs: number): void {
    const leg = this.#groups.leg[group]!;
    const { from, to, middle } = this.#table;
    const { exchange, simulator } = this.#parts.world;
    const server = middle[leg]!;
    if (server !== NONE && exchange.up[server] === 0) {
      this.#lose(group);
      return;
    }
    const isToServer = to[leg] === NONE;
    const isRelayed = server !== NONE && from[leg] !== NONE && !isToServer;
    const firstMs = this.ways.crossMs(group, this.#first(leg), this.#next(leg));
    const relayedMs =
      isRelayed && firstMs !== LOST
        ? this.ways.crossMs(group, server, this.ways.nodeOf(to[leg]!))
        : 0;
    const delayMs = beforeMs + firstMs + relayedMs;
    if (delayMs === LOST) this.#lose(group);
    else if (isToServer) simulator.at(this.#inOrderMs(leg, delayMs), this.#atServer, group);
    else simulator.after(delayMs, this.#atBackbone, group);
  }

  #takeIn(group: number): void {
    const server = this.#table.middle[this.#groups.leg[group]!]!;
    const { up } = this.#parts.world.exchange;
    const isDown = up[server] === 0;
    if (isDown || this.#serverOf(server).forward(this.#groups.packets[group]!) === LOST) {
      this.#lose(group);
    } else this.#arrive(group);
  }

  #goDown(group: number): void {
    const leg = this.#groups.leg[group]!;
    const { from, to, middle } = this.#table;
    const peer = middle[leg] === NONE ? this.ways.nodeOf(from[leg]!) : middle[leg]!;
    const downMs = this.ways.downMs(group, to[leg]!, peer);
    if (downMs === LOST) {
      this.#lose(group);
      return;
    }
    const { simulator } = this.#parts.world;
    const atMs = this.#inOrderMs(leg, downMs);
    if (atMs > simulator.nowMs) simulator.at(atMs, this.#atDevice, group);
    else this.#arrive(group);
  }

  /** A packet that is delayed more holds up those behind it. @returns when one comes that would take so long. */
  #inOrderMs(leg: number, delayMs: number): number {
    const { arrivedMs } = this.#table;
    const atMs = Math.max(this.#parts.world.simulator.nowMs + delayMs, arrivedMs[leg]!);
    arrivedMs[leg] = atMs;
    return atMs;
  }

  #arrive(group: number): void {
    const leg = this.#groups.leg[group]!;
    const { lostBytes, reportedMs } = this.#table;
    const { nowMs } = this.#parts.world.simulator;
    const sentMs = this.#groups.sentMs[group]!;
    const bytes = this.#groups.bytes(group);
    const lost = lostBytes[leg]! + this.#groups.sentBytes(group) - bytes;
    lostBytes[leg] = 0;
    if (!this.#table.isClosed(leg)) {
      this.#reports.owe(leg, sentMs, nowMs, bytes, lost);
      if (nowMs - reportedMs[leg]! >= this.#parts.reportEveryMs) this.#report(leg);
    }
    this.#tell(group, nowMs - sentMs);
    this.#end(group);
  }

  #report(leg: number): void {
    const { from, to, middle, reportedMs } = this.#table;
    const { simulator } = this.#parts.world;
    const backMs = this.ways.reportMs(to[leg]!, from[leg]!, middle[leg]!);
    if (backMs === LOST) return;
    reportedMs[leg] = simulator.nowMs;
    this.#table.begin(leg);
    simulator.after(backMs, this.#atSender, leg, this.#reports.count(leg));
  }

  #hear(leg: number, told: number): void {
    const { nowMs } = this.#parts.world.simulator;
    const control = this.#table.control[leg]!;
    let roundTripMs = 0;
    this.#reports.tell(leg, told, (sentMs, arrivedMs, bytes, lostBytes) => {
      control.heard(sentMs, arrivedMs, bytes, lostBytes);
      // The last one was on its way when it set the report off.
      roundTripMs = nowMs - sentMs;
    });
    control.reported(nowMs, roundTripMs);
    this.#table.end(leg);
  }

  #lose(group: number): void {
    this.#groups.share[group] = 0;
    this.#table.lostBytes[this.#groups.leg[group]!]! += this.#groups.sentBytes(group);
    this.#tell(group, LOST);
    this.#end(group);
  }

  #tell(group: number, tookMs: number): void {
    const leg = this.#groups.leg[group]!;
    const come = this.#come;
    if (this.#table.isClosed(leg)) return;
    come.owner = this.#table.owner[leg]!;
    come.index = this.#table.index[leg]!;
    come.tookMs = tookMs;
    come.voice = this.#groups.voice[group]!;
    come.screen = this.#groups.screen[group]!;
    come.video = this.#groups.video[group]!;
    come.padding = this.#groups.padding[group]!;
    come.share = this.#groups.share[group]!;
    this.#parts.came(come);
  }

  #end(group: number): void {
    this.#table.end(this.#groups.leg[group]!);
    this.#groups.release(group);
  }
}
