/**
 * Receipts that are kept until they are where they belong, or that are one cursor for each conversation. A mailbox keeps
 * what is for a sender who is away, and a device what its reader did without a connection; both send it again until it is
 * confirmed. Without keeping, what is lost is lost; a later cursor says it all the same.
 */
import type { HandlerId } from '../../../../engine/simulator.ts';
import { DELIVERED, WAS_READ } from '../../ledger/receipts.ts';
import { HEARD, MARK, MARKED, TOLD } from '../packets.ts';
import type { Shared } from '../shared.ts';
import { NONE } from '../slots.ts';
import { Timeouts } from '../timeouts.ts';
import type { Wire } from '../wire.ts';
import { alike, type Line, Lines, type Mark } from './lines.ts';
import type { MarkMeters } from './mark-meters.ts';

export interface MarkSettings {
  /** Whether receipts of a reader in a conversation are one cursor. */
  readonly isCursor: boolean;
  readonly keeps: boolean;
}

export class Marks {
  readonly #shared: Shared;
  readonly #wire: Wire;
  readonly #settings: MarkSettings;
  readonly #meters: MarkMeters;
  readonly #lines: Lines;
  readonly #leave: HandlerId;
  readonly #timeouts: Timeouts;
  /** What devices have heard: by device, conversation, reader and kind. */
  readonly #cursors = new Map<string, number>();
  #sendings = 0;

  constructor(shared: Shared, settings: MarkSettings, wire: Wire, meters: MarkMeters) {
    const { simulator, exchange } = shared.world;
    this.#shared = shared;
    this.#settings = settings;
    this.#wire = wire;
    this.#meters = meters;
    this.#lines = new Lines(exchange.up.length);
    this.#leave = simulator.handler((line) => this.#plan(line), 'receipts leave');
    this.#timeouts = new Timeouts(
      simulator,
      'receipts without an answer',
      shared.settings.resendMs,
      {
        isOver: (line, stamp) => this.#lines.all[line]!.sending !== stamp,
        due: (line, _, tries) => this.#again(line, tries + 1),
      },
    );
  }

  /** A mailbox has something to tell the sender of a message. @param reader device that has it, or person who has read it. */
  tell(message: number, mailbox: number, what: number, reader: number): void {
    const device = this.#shared.messages.device(message);
    this.#add(this.#lines.between(device, mailbox, false), message, what, reader);
  }

  /** Somebody has read a message on a device. */
  read(message: number, device: number): void {
    const { crowd, homes, shards } = this.#shared;
    const person = crowd.person[device]!;
    const mailbox = shards.leader(homes.inbox[person]!);
    this.#add(this.#lines.between(device, mailbox, true), message, WAS_READ, person);
  }

  /** A packet of marks is where it belongs. */
  arrive(packet: number): void {
    const { packets } = this.#shared;
    const number = packets.item(packet);
    const line = this.#lines.all[number]!;
    // A copy of an earlier packet says nothing of what is under way now.
    const isNews = packets.upTo(packet) === line.number && line.heard < line.number;
    if (isNews) {
      line.heard = packets.upTo(packet);
      for (const mark of line.underWay) this.#take(line, mark);
    }
    if (this.#settings.keeps) this.#confirm(number, line, packets.upTo(packet));
    else if (isNews) this.#end(number, line);
  }

  /** Who sent marks has heard that they are there. */
  confirmed(packet: number): void {
    const { packets } = this.#shared;
    const number = packets.item(packet);
    const line = this.#lines.all[number]!;
    if (packets.upTo(packet) === line.number && line.underWay.length > 0) this.#end(number, line);
  }

  /** A packet of marks has ended, there or on its way. */
  ended(packet: number): void {
    const { packets } = this.#shared;
    const line = this.#lines.all[packets.item(packet)]!;
    const isLost = packets.upTo(packet) === line.number && line.heard < line.number;
    if (this.#settings.keeps || !isLost) return;
    // A cursor that is lost is said by the next one.
    line.waiting.unshift(...line.underWay);
    line.underWay.length = 0;
  }

  /** What waited for a device, and at it, leaves over its new connection. */
  connected(device: number): void {
    if (!this.#settings.keeps) return;
    for (const number of this.#lines.of(device)) {
      const line = this.#lines.all[number]!;
      if (line.underWay.length > 0) this.#send(number, line, 0);
      else this.#flush(number, line);
    }
  }

  #add(number: number, message: number, what: number, reader: number): void {
    const { messages, world } = this.#shared;
    const line = this.#lines.all[number]!;
    const conversation = messages.conversation(message);
    let mark = this.#settings.isCursor ? alike(line, conversation, what, reader) : undefined;
    if (mark === undefined) {
      mark = this.#lines.take(conversation, what, reader);
      line.waiting.push(mark);
      this.#meters.wait(line.device, 1);
    }
    mark.messages.push(message);
    mark.upTo = Math.max(mark.upTo, messages.sequence(message));
    messages.hold(message);
    if (line.isPlanned) return;
    line.isPlanned = true;
    // What happens at one instant leaves together.
    world.simulator.after(0, this.#leave, number);
  }

  #plan(number: number): void {
    const line = this.#lines.all[number]!;
    line.isPlanned = false;
    this.#flush(number, line);
  }

  #flush(number: number, line: Line): void {
    const { sessions, settings } = this.#shared;
    const isIdle = line.waiting.length === 0 || line.underWay.length > 0;
    if (isIdle || sessions.gateway[line.device] === NONE) return;
    line.underWay.push(...line.waiting.splice(0, settings.batch));
    line.number += 1;
    this.#send(number, line, 0);
  }

  #send(number: number, line: Line, tries: number): void {
    const { packets, settings, world } = this.#shared;
    const { device, mailbox, isUp } = line;
    if (this.#settings.keeps) {
      this.#sendings = (this.#sendings % 0x3fff_ffff) + 1;
      line.sending = this.#sendings;
      this.#timeouts.add(number, this.#sendings, tries);
    }
    // A mailbox that is down has its receipts on disk, and goes on when it is back.
    if (!isUp && world.exchange.up[mailbox] === 0) return;
    const bytes = settings.controlBytes * line.underWay.length;
    const packet = packets.make(isUp ? MARK : TOLD, number, device, mailbox, bytes);
    packets.setUpTo(packet, line.number);
    this.#meters.bytes(device, bytes);
    if (isUp) this.#wire.up(packet);
    else this.#wire.down(packet);
  }

  #again(number: number, tries: number): void {
    const line = this.#lines.all[number]!;
    // Who has no connection hears of it over the next one.
    if (this.#shared.sessions.gateway[line.device] === NONE) line.sending = 0;
    else this.#send(number, line, tries);
  }

  #confirm(number: number, { device, mailbox, isUp }: Line, upTo: number): void {
    const { packets, settings } = this.#shared;
    const kind = isUp ? MARKED : HEARD;
    const packet = packets.make(kind, number, device, mailbox, settings.controlBytes);
    packets.setUpTo(packet, upTo);
    this.#meters.bytes(device, settings.controlBytes);
    if (isUp) this.#wire.down(packet);
    else this.#wire.up(packet);
  }

  /** It is where it belongs, as far as its sender knows. */
  #end(number: number, line: Line): void {
    const { messages } = this.#shared;
    line.sending = 0;
    for (const mark of line.underWay) {
      for (const message of mark.messages) messages.letGo(message);
      this.#meters.wait(line.device, -1);
      this.#lines.give(mark);
    }
    line.underWay.length = 0;
    this.#flush(number, line);
  }

  #take(line: Line, mark: Mark): void {
    if (line.isUp) {
      for (const message of mark.messages) {
        this.tell(message, line.mailbox, WAS_READ, mark.reader);
      }
      return;
    }
    const { ledger, messages, meters, world } = this.#shared;
    const { nowMs } = world.simulator;
    meters.count('receipt', line.device);
    for (const message of mark.messages) {
      meters.record('seen', line.device, messages.sentAtMs(message));
      const device = mark.what === DELIVERED ? mark.reader : NONE;
      ledger.receipt(messages.serial(message), mark.what, nowMs, device);
    }
    if (this.#settings.isCursor) this.#advance(line.device, mark);
  }

  /** A cursor only goes on: one that comes late says nothing new. */
  #advance(device: number, { conversation, reader, what, upTo }: Mark): void {
    const key = `${device} ${conversation} ${reader} ${what}`;
    const before = this.#cursors.get(key) ?? 0;
    const now = Math.max(before, upTo);
    this.#cursors.set(key, now);
    this.#shared.ledger.receiptCursor?.(device, conversation, reader, what, now);
  }
}
