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

/** Letters for another domain, in one transaction. `item`: the parcel. */
export const PARCEL = 11;
/** They are stored there. `item`: the parcel. */
export const PARCELED = 12;
/** The message does not come to another domain: to its device. `item`: the message. */
export const BOUNCE = 13;
/** Rows for a mailbox that had lost its disk. `item`: what is restored, `upTo`: how many. */
export const RESTORE = 14;

/** No packet. */
const GONE = 255;

/** Those whose `item` is a message, which they hold. */
export const isAboutMessage = (kind: number): boolean =>
  kind === SEND ||
  kind === ACK ||
  kind === READ ||
  kind === RECEIPT ||
  kind === REFUSE ||
  kind === BOUNCE;

/** Those that a gateway works on; the others pass it. */
export const isWorkedOn = (kind: number): boolean => kind === SEND || kind === DELIVER;

/** Layout of a record of 64 bytes, one line of a processor’s cache. */
const KIND = 0;
const ITEM = 1;
const DEVICE = 2;
const MAILBOX = 3;
const GATEWAY = 4;
const EPOCH = 5;
const CONNECTION = 6;
const BYTES = 7;
const FIRST = 8;
const AFTER = 9;
const UP_TO = 10;
const RECORD = 16;

export class Packets {
  readonly #slots = new Slots();
  #records = new Int32Array(0);

  get open(): number {
    return this.#slots.open;
  }

  make(kind: number, item: number, device: number, mailbox: number, bytes: number): number {
    const packet = this.#slots.take();
    const record = packet << 4;
    if (record >= this.#records.length) {
      this.#records = grown(this.#records, RECORD * this.#slots.capacity);
    }
    const records = this.#records;
    records[record + KIND] = kind;
    records[record + ITEM] = item;
    records[record + DEVICE] = device;
    records[record + MAILBOX] = mailbox;
    records[record + BYTES] = bytes;
    return packet;
  }

  /** The same once more: who makes it holds what it is about. */
  copy(of: number): number {
    const packet = this.make(GONE, 0, 0, 0, 0);
    const from = of << 4;
    this.#records.copyWithin(packet << 4, from, from + RECORD);
    return packet;
  }

  /** All slots are below. */
  get end(): number {
    return this.#slots.end;
  }

  release(packet: number): void {
    this.#records[(packet << 4) + KIND] = GONE;
    this.#slots.release(packet);
  }

  kind(packet: number): number {
    return this.#records[(packet << 4) + KIND]!;
  }

  setKind(packet: number, value: number): void {
    this.#records[(packet << 4) + KIND] = value;
  }

  /** What it is about, by its kind. */
  item(packet: number): number {
    return this.#records[(packet << 4) + ITEM]!;
  }

  setItem(packet: number, value: number): void {
    this.#records[(packet << 4) + ITEM] = value;
  }

  /** The device at one end; of those between mailboxes the mailbox that sends. */
  device(packet: number): number {
    return this.#records[(packet << 4) + DEVICE]!;
  }

  setDevice(packet: number, value: number): void {
    this.#records[(packet << 4) + DEVICE] = value;
  }

  /** The mailbox at the other end. */
  mailbox(packet: number): number {
    return this.#records[(packet << 4) + MAILBOX]!;
  }

  setMailbox(packet: number, value: number): void {
    this.#records[(packet << 4) + MAILBOX] = value;
  }

  /** The gateway between. */
  gateway(packet: number): number {
    return this.#records[(packet << 4) + GATEWAY]!;
  }

  setGateway(packet: number, value: number): void {
    this.#records[(packet << 4) + GATEWAY] = value;
  }

  /** How often the gateway had crashed. */
  epoch(packet: number): number {
    return this.#records[(packet << 4) + EPOCH]!;
  }

  setEpoch(packet: number, value: number): void {
    this.#records[(packet << 4) + EPOCH] = value;
  }

  /** Which of the device’s connections it came over, or is for. */
  connection(packet: number): number {
    return this.#records[(packet << 4) + CONNECTION]!;
  }

  setConnection(packet: number, value: number): void {
    this.#records[(packet << 4) + CONNECTION] = value;
  }

  bytes(packet: number): number {
    return this.#records[(packet << 4) + BYTES]!;
  }

  setBytes(packet: number, value: number): void {
    this.#records[(packet << 4) + BYTES] = value;
  }

  /** Of entries: the first. */
  first(packet: number): number {
    return this.#records[(packet << 4) + FIRST]!;
  }

  setFirst(packet: number, value: number): void {
    this.#records[(packet << 4) + FIRST] = value;
  }

  /** Of entries: after which number they come. */
  after(packet: number): number {
    return this.#records[(packet << 4) + AFTER]!;
  }

  setAfter(packet: number, value: number): void {
    this.#records[(packet << 4) + AFTER] = value;
  }

  /** Of entries: the number of the last. */
  upTo(packet: number): number {
    return this.#records[(packet << 4) + UP_TO]!;
  }

  setUpTo(packet: number, value: number): void {
    this.#records[(packet << 4) + UP_TO] = value;
  }
}
