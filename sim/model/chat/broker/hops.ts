/**
 * Messages between the devices of one place and their servers, in both directions, over connections that break:
 * what is confirmed, what is sent again and what is lost is as the protocol has it.
 */
import type { HandlerId } from '../../../engine/simulator.ts';
import type { Hop } from '../protocols/protocol.ts';
import { Connections, NONE } from './connections.ts';
import { EXPIRED, type HopsParts, LOST, NO_ROOM } from './hops-parts.ts';
import { Items, Outbox } from './items.ts';
import { FOLLOWER, MESSAGE } from './packets.ts';
import { Wire } from './wire.ts';

export class Hops {
  readonly connections: Connections;
  readonly wire: Wire;
  readonly #parts: HopsParts;
  readonly #items = new Items();
  readonly #ups: Outbox;
  readonly #downs: Outbox;
  readonly #up: Hop;
  readonly #down: Hop;
  /** Messages since the last followers that several share, by device. */
  readonly #sinceUp: Int32Array;
  readonly #sinceDown: Int32Array;
  readonly #impatient: HandlerId;

  constructor(parts: HopsParts) {
    const { devices, settings, simulator, serving, random } = parts;
    this.#parts = parts;
    this.#up = settings.protocol.up;
    this.#down = settings.protocol.down;
    this.#ups = new Outbox(this.#items, devices);
    this.#downs = new Outbox(this.#items, devices);
    this.#sinceUp = new Int32Array(devices);
    this.#sinceDown = new Int32Array(devices);
    this.connections = new Connections(
      devices,
      simulator,
      settings,
      serving,
      {
        opened: (device) => this.#flush(this.#ups, device),
        accepted: (device, isRemembered) => this.#accepted(device, isRemembered),
        lost: () => {},
        gone: (device, isReplaced) => {
          if (settings.isClean) this.#forgetSession(device);
          parts.owner.gone?.(device, isReplaced);
        },
        wants: (device) => parts.stays || this.#ups.first(device) !== NONE,
      },
      random,
      () => this.wire,
    );
    this.wire = new Wire({
      simulator,
      open: parts.open,
      serverOf: parts.serverOf,
      isLossy: parts.isLossy,
      sent: parts.sent,
      arrived: (packet) => this.#arrived(packet),
      broken: (packet) => this.#broken(packet),
      isWanted: (packet) => this.#isWanted(packet),
    });
    this.#impatient = simulator.handler(
      (packet, era) => this.#waited(packet, era),
      'server waited',
    );
  }

  /** A device has a message for its server. */
  sendUp(ticket: number, device: number, bytes: number): void {
    const item = this.#items.make(ticket, device, true, bytes, Number.POSITIVE_INFINITY);
    this.#ups.add(device, item);
    const { connections } = this;
    if (connections.deviceHas[device] !== NONE) this.#transmit(item);
    else connections.want(device);
  }

  /** A server has a message for a device. @param expiresMs it is not sent after this time, ms. */
  sendDown(ticket: number, device: number, bytes: number, expiresMs: number): void {
    const { owner, queue } = this.#parts;
    const isConnected = this.connections.serverHas(device);
    const isKept = isConnected || (this.#isKept && this.connections.isRemembered(device));
    if (!isKept || this.#downs.length[device]! >= queue) {
      owner.dropped(ticket, false, isKept ? NO_ROOM : LOST);
      return;
    }
    const item = this.#items.make(ticket, device, false, bytes, expiresMs);
    this.#downs.add(device, item);
    if (isConnected) this.#transmit(item);
  }

  /** The server has done its work on a message that reached it. */
  taken(item: number): void {
    if (this.#isStillThere(item)) this.#take(item, this.#up);
  }

  /** The server has crashed over its work. */
  failed(item: number): void {
    if (this.#isStillThere(item) && this.#up.afterBreak === 'lost') this.#drop(item, LOST);
  }

  /** One copy less is worked on; whether the sender has not been told of another one. */
  #isStillThere(item: number): boolean {
    const { inWork, isForgotten } = this.#items;
    inWork[item]! -= 1;
    if (isForgotten[item] === 0) return true;
    if (inWork[item] === 0) this.#items.release(item);
    return false;
  }

  deviceOf(item: number): number {
    return this.#items.device[item]!;
  }

  ticketOf(item: number): number {
    return this.#items.ticket[item]!;
  }

  /** Messages that a server keeps for a device. */
  queued(device: number): number {
    return this.#downs.length[device]!;
  }

  /** Who is not connected is sent nothing later, where nothing is ever sent again. */
  get #isKept(): boolean {
    return this.#down.afterBreak !== 'lost';
  }

  #hopOf(item: number): Hop {
    return this.#items.isUp[item] === 1 ? this.#up : this.#down;
  }

  /** The sender sends a message, perhaps not for the first time. */
  #transmit(item: number): void {
    const { sends, bytes, isUp, known } = this.#items;
    const hop = this.#hopOf(item);
    const up = isUp[item] === 1;
    if (known[item]! > 0) {
      // It knows that the receiver has the message: MQTT 3.1.1 §4.4 goes on behind that.
      this.#follow(item, hop, known[item]!);
      return;
    }
    sends[item]! += 1;
    if (sends[item]! > 1) this.#parts.owner.sentAgain(up);
    this.#send(MESSAGE, item, up, hop.messageBytes(bytes[item]!), 0);
    const asks = hop.followers[0]?.by === 'sender';
    if (asks && this.#isDue(item, hop)) this.#follow(item, hop, 0);
  }

  #follow(item: number, hop: Hop, index: number): void {
    const { by, bytes } = hop.followers[index]!;
    const isUp = (by === 'sender') === (this.#items.isUp[item] === 1);
    this.#send(FOLLOWER, item, isUp, bytes, index);
  }

  #send(what: number, item: number, isUp: boolean, bytes: number, index: number): void {
    const { device: devices, generation } = this.#items;
    const device = devices[item]!;
    const { connections } = this;
    const connection = isUp ? connections.deviceHas[device]! : connections.serverConnection(device);
    if (connection === NONE) return;
    if (isUp) connections.spoke(device);
    const packet = this.wire.send(
      what,
      device,
      isUp,
      connection,
      bytes,
      index,
      item,
      generation[item]!,
    );
    const { patienceMs, simulator } = this.#parts;
    if (!isUp && patienceMs < Number.POSITIVE_INFINITY) {
      simulator.after(patienceMs, this.#impatient, packet, this.wire.packets.era[packet]!);
    }
  }

  #isDue(item: number, { messagesPerFollowers }: Hop): boolean {
    const since = this.#items.isUp[item] === 1 ? this.#sinceUp : this.#sinceDown;
    const device = this.#items.device[item]!;
    since[device]! += 1;
    if (since[device]! < messagesPerFollowers) return false;
    since[device] = 0;
    return true;
  }

  #arrived(packet: number): void {
    const { what, device: devices, isUp, connection: numbers, index } = this.wire.packets;
    const [device, connection] = [devices[packet]!, numbers[packet]!];
    const up = isUp[packet] === 1;
    const { connections } = this;
    if (what[packet] !== MESSAGE && what[packet] !== FOLLOWER) {
      if (up) connections.atServer(what[packet]!, device, connection, index[packet]!);
      else connections.atDevice(what[packet]!, device, connection, index[packet]!);
      return;
    }
    const has = up ? this.#serverHas(device) : connections.deviceHas[device]!;
    if (has !== connection) {
      connections.reset(device, up, connection);
      this.#unheard(packet);
      return;
    }
    if (up) connections.heard(device);
    this.#heed(packet);
  }

  #serverHas(device: number): number {
    const { serving } = this.#parts;
    return serving.isUp(device) ? this.connections.serverConnection(device) : NONE;
  }

  #heed(packet: number): void {
    const { what, item: items, generation, index } = this.wire.packets;
    const item = items[packet]!;
    if (this.#items.generation[item] !== generation[packet]) return;
    const hop = this.#hopOf(item);
    if (what[packet] === FOLLOWER) this.#followed(item, hop, index[packet]!);
    else if (this.#items.isTaken[item] === 1 && hop.recognises) this.#follow(item, hop, 0);
    else if (this.#items.isUp[item] === 1) {
      this.#items.inWork[item]! += 1;
      this.#parts.owner.reached(item);
    } else this.#take(item, hop);
  }

  /** The receiver has a message: it hands it on, and says so. */
  #take(item: number, hop: Hop): void {
    this.#items.isTaken[item] = 1;
    if (hop.handsOnAfter === 0) this.#handOn(item);
    const first = hop.followers[0];
    // Nobody confirms it: its sender has forgotten it, or is told when the receiver comes back.
    if (first === undefined) this.#confirm(item);
    else if (first.by === 'receiver' && this.#isDue(item, hop)) this.#follow(item, hop, 0);
    else if (this.#items.isAsked[item] === 1) this.#follow(item, hop, 1);
  }

  #followed(item: number, hop: Hop, index: number): void {
    const { isTaken, isAsked, known } = this.#items;
    const isSender = hop.followers[index]!.by === 'receiver';
    if (isSender) known[item] = Math.max(known[item]!, index + 1);
    if (index + 1 === hop.handsOnAfter) this.#handOn(item);
    if (index + 1 === hop.followers.length) {
      this.#confirmUpTo(item, hop);
      return;
    }
    if (!isSender && isTaken[item] === 0) isAsked[item] = 1;
    else this.#follow(item, hop, index + 1);
  }

  #handOn(item: number): void {
    const { isHanded, times, isUp, ticket } = this.#items;
    if (isHanded[item] === 1 && this.#hopOf(item).recognises) return;
    isHanded[item] = 1;
    times[item]! += 1;
    this.#parts.owner.handedOn(ticket[item]!, isUp[item] === 1, times[item]! > 1);
  }

  /** What several messages share confirms all of them that have come. */
  #confirmUpTo(item: number, { messagesPerFollowers }: Hop): void {
    const box = this.#boxOf(item);
    const device = this.#items.device[item]!;
    while (messagesPerFollowers > 1 && box.first(device) !== item) {
      const first = box.first(device);
      if (this.#items.isTaken[first] === 0) break;
      this.#confirm(first);
    }
    this.#confirm(item);
  }

  #boxOf(item: number): Outbox {
    return this.#items.isUp[item] === 1 ? this.#ups : this.#downs;
  }

  #confirm(item: number): void {
    const { ticket, isUp } = this.#items;
    const [whose, up] = [ticket[item]!, isUp[item] === 1];
    this.#forget(item);
    this.#parts.owner.confirmed(whose, up);
  }

  #forget(item: number): void {
    this.#boxOf(item).remove(this.#items.device[item]!, item);
    if (this.#items.inWork[item] === 0) this.#items.release(item);
    else this.#items.isForgotten[item] = 1;
  }

  /** @param reason of a message that may have been handed on all the same: then it is over. */
  #drop(item: number, reason: number): void {
    const { ticket, isUp, times } = this.#items;
    const [whose, up, handed] = [ticket[item]!, isUp[item] === 1, times[item]! > 0];
    this.#forget(item);
    if (handed) this.#parts.owner.confirmed(whose, up);
    else this.#parts.owner.dropped(whose, up, reason);
  }

  /** A packet came for a connection that its receiver does not have, or never came. */
  #unheard(packet: number): void {
    const { what, item: items, generation } = this.wire.packets;
    const item = items[packet]!;
    if (what[packet] !== MESSAGE || this.#items.generation[item] !== generation[packet]) return;
    const { afterBreak } = this.#hopOf(item);
    if (afterBreak === 'lost') this.#drop(item, LOST);
  }

  #broken(packet: number): void {
    const { device, isUp, connection } = this.wire.packets;
    const [whose, number] = [device[packet]!, connection[packet]!];
    const up = isUp[packet] === 1;
    this.#unheard(packet);
    if (up) this.connections.breakAtDevice(whose, number);
    else this.connections.breakAtServer(whose, number);
  }

  #isWanted(packet: number): boolean {
    const { what, device, isUp, connection } = this.wire.packets;
    if (what[packet] !== MESSAGE && what[packet] !== FOLLOWER) return true;
    const whose = device[packet]!;
    const { connections } = this;
    const has =
      isUp[packet] === 1 ? connections.deviceHas[whose] : connections.serverConnection(whose);
    return has === connection[packet];
  }

  /** A server has waited too long for a device that sleeps, or is not there. */
  #waited(packet: number, era: number): void {
    const { packets } = this.wire;
    if (packets.era[packet] !== era) return;
    this.connections.breakAtServer(packets.device[packet]!, packets.connection[packet]!);
  }

  #accepted(device: number, isRemembered: boolean): void {
    if (!isRemembered) this.#forgetSession(device);
    this.#flush(this.#downs, device);
    this.#parts.owner.connected?.(device, isRemembered);
  }

  /** The server has lost what it knew: what it kept for the device, and what it has had of it. */
  #forgetSession(device: number): void {
    while (this.#downs.first(device) !== NONE) this.#drop(this.#downs.first(device), LOST);
    const { next, isTaken, isHanded, known } = this.#items;
    for (let item = this.#ups.first(device); item !== NONE; item = next[item]!) {
      isTaken[item] = 0;
      isHanded[item] = 0;
      known[item] = 0;
    }
  }

  /** One side has a connection: it sends what it has not forgotten, the oldest first. */
  #flush(box: Outbox, device: number): void {
    const { nowMs } = this.#parts.simulator;
    let item = box.first(device);
    while (item !== NONE) {
      const next = this.#items.next[item]!;
      const { isTaken, expiresMs, sends } = this.#items;
      const { afterBreak } = this.#hopOf(item);
      // Its only packet is still on its way over a connection that the sender has given up.
      const isUnderWay = afterBreak === 'lost' && sends[item]! > 0;
      if (afterBreak === 'told' && isTaken[item] === 1) this.#confirm(item);
      else if (expiresMs[item]! < nowMs) this.#drop(item, EXPIRED);
      else if (!isUnderWay) this.#transmit(item);
      item = next;
    }
  }
}
