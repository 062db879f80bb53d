/** What is on its way between a device, its gateway and a mailbox, or between two mailboxes. */
import { grown } from '../../../engine/grown.ts';
import { Slots } from './slots.ts';

/** A message from its device. `item`: the message. */
export const SEND = 0;
/** It is kept: to its device. `item`: the message. */
export const ACK = 1;
/** Entries of a feed to a device, one or several. `item`: the subscription. */
export const DELIVER = 2;
/** The device has all up to `upTo`. `item`: the subscription. */
export const GOT = 3;
/** The device asks for what comes after `upTo`. `item`: the subscription. */
export const SYNC = 4;
/** A message for inboxes that another mailbox has. `item`: the copy. */
export const COPY = 5;
/** It is written there. `item`: the copy. */
export const COPIED = 6;
/** There is something up to `upTo`. `item`: the subscription. */
export const HINT = 7;
/** Somebody has read a message. `item`: the message, `first`: the person. */
export const READ = 8;
/** A message was delivered, or read: to its device. `item`: the message, `upTo`: which of the two. */
export const RECEIPT = 9;
/** The message is not taken: to its device. `item`: the message. */
export const REFUSE = 10;

/** Receipts from a reader’s device to its mailbox, and that they are there. `item`: the line, `upTo`: the packet’s number in it. */
export const MARK = 11;
export const MARKED = 12;
/** Receipts from a mailbox to the sender’s device, and that they are there. As MARK. */
export const TOLD = 13;
export const HEARD = 14;

/** No packet. */
const GONE = 255;

/** Those whose `item` is a message, which they hold. */
export const isAboutMessage = (kind: number): boolean =>
  kind === SEND || kind === ACK || kind === READ || kind === RECEIPT || kind === REFUSE;

/** Those that a gateway works on; the others pass it. */
export const isWorkedOn = (kind: number): boolean => kind === SEND || kind === DELIVER;

export class Packets {
  readonly #slots = new Slots();
  kind = new Uint8Array(0);
  /** What it is about, by its kind. */
  item = new Int32Array(0);
  /** The device at one end; of those between mailboxes the mailbox that sends. */
  device = new Int32Array(0);
  /** The mailbox at the other end. */
  mailbox = new Int32Array(0);
  /** The gateway between, and how often it had crashed. */
  gateway = new Int32Array(0);
  epoch = new Int32Array(0);
  /** Which of the device's connections it came over, or is for. */
  connection = new Int32Array(0);
  bytes = new Int32Array(0);
  /** Of entries: the first, after which number it comes, and the number of the last. */
  first = new Int32Array(0);
  after = new Int32Array(0);
  upTo = new Int32Array(0);

  get open(): number {
    return this.#slots.open;
  }

  make(kind: number, item: number, device: number, mailbox: number, bytes: number): number {
    const packet = this.#slots.take();
    if (packet >= this.kind.length) this.#grow();
    this.kind[packet] = kind;
    this.item[packet] = item;
    this.device[packet] = device;
    this.mailbox[packet] = mailbox;
    this.bytes[packet] = bytes;
    return packet;
  }

  /** The same once more: who makes it holds what it is about. */
  copy(of: number): number {
    const [kind, item, device] = [this.kind[of]!, this.item[of]!, this.device[of]!];
    const packet = this.make(kind, item, device, this.mailbox[of]!, this.bytes[of]!);
    for (const column of [this.gateway, this.epoch, this.connection]) column[packet] = column[of]!;
    for (const column of [this.first, this.after, this.upTo]) column[packet] = column[of]!;
    return packet;
  }

  /** All slots are below. */
  get end(): number {
    return this.#slots.end;
  }

  release(packet: number): void {
    this.kind[packet] = GONE;
    this.#slots.release(packet);
  }

  #grow(): void {
    const { capacity } = this.#slots;
    this.kind = grown(this.kind, capacity);
    this.item = grown(this.item, capacity);
    this.device = grown(this.device, capacity);
    this.mailbox = grown(this.mailbox, capacity);
    this.gateway = grown(this.gateway, capacity);
    this.epoch = grown(this.epoch, capacity);
    this.connection = grown(this.connection, capacity);
    this.bytes = grown(this.bytes, capacity);
    this.first = grown(this.first, capacity);
    this.after = grown(this.after, capacity);
    this.upTo = grown(this.upTo, capacity);
  }
}
