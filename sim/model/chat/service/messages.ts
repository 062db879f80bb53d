/** Messages that somebody still has to do with, as slots in a pool: records of 64 bytes, one line of a processor’s cache. */
import { grown } from '../../../engine/grown.ts';
import { NONE, Slots } from './slots.ts';

/** Layout of a record, in integers; the first four hold two doubles. */
const SERIAL = 4;
const DEVICE = 5;
const HOME = 6;
const CONVERSATION = 7;
const BYTES = 8;
const SEQUENCE = 9;
const NOTE = 10;
const KIND = 11;
const NEXT = 12;
const SENDING = 13;
/** Outboxes, packets and entries that point at it. */
const HOLDERS = 14;
/** Mailboxes that have written it, and a flag. */
const WRITTEN = 15;
const KEPT = 0x100;
const AGAIN = 0x200;
const RECORD = 16;
/** The doubles of a record. */
const SENT_AT = 0;
const EXPIRES_AT = 1;

export class Messages {
  readonly #slots = new Slots();
  #records = new Int32Array(0);
  #times = new Float64Array(0);
  #serials = 0;
  readonly #settled: (note: number) => void;

  /** @param settled told of the note of each message that is forgotten. */
  constructor(settled: (note: number) => void) {
    this.#settled = settled;
  }

  /** Messages that are not forgotten. */
  get open(): number {
    return this.#slots.open;
  }

  /** Made and held once. */
  make(device: number, conversation: number, bytes: number, sentAtMs: number): number {
    const message = this.#slots.take();
    const record = message << 4;
    if (record >= this.#records.length) this.#grow();
    const records = this.#records;
    records[record + SERIAL] = this.#serials;
    this.#serials += 1;
    records[record + DEVICE] = device;
    records[record + CONVERSATION] = conversation;
    records[record + BYTES] = bytes;
    this.#times[(message << 3) + SENT_AT] = sentAtMs;
    this.#times[(message << 3) + EXPIRES_AT] = Number.POSITIVE_INFINITY;
    records[record + SEQUENCE] = 0;
    records[record + NOTE] = NONE;
    records[record + WRITTEN] = 0;
    records[record + KIND] = 0;
    records[record + NEXT] = NONE;
    records[record + HOLDERS] = 1;
    return message;
  }

  /** All slots are below. */
  get end(): number {
    return this.#slots.end;
  }

  isHeld(message: number): boolean {
    return this.#records[(message << 4) + HOLDERS]! > 0;
  }

  hold(message: number): void {
    this.#records[(message << 4) + HOLDERS]! += 1;
  }

  /** After the last one lets go the message is forgotten. */
  letGo(message: number): void {
    const record = message << 4;
    const holders = this.#records[record + HOLDERS]! - 1;
    this.#records[record + HOLDERS] = holders;
    if (holders > 0) return;
    const note = this.#records[record + NOTE]!;
    if (note !== NONE) this.#settled(note);
    this.#slots.release(message);
  }

  sentAtMs(message: number): number {
    return this.#times[(message << 3) + SENT_AT]!;
  }

  /** From then on it is shown to nobody, ms; Infinity: it keeps. */
  expiresAtMs(message: number): number {
    return this.#times[(message << 3) + EXPIRES_AT]!;
  }

  setExpiresAtMs(message: number, value: number): void {
    this.#times[(message << 3) + EXPIRES_AT] = value;
  }

  /** Mailboxes that have written it down, its own included. */
  written(message: number): number {
    return this.#records[(message << 4) + WRITTEN]! & 0xff;
  }

  setWritten(message: number, mailboxes: number): void {
    const at = (message << 4) + WRITTEN;
    this.#records[at] = (this.#records[at]! & ~0xff) + mailboxes;
  }

  /** Whether it may be acknowledged: enough mailboxes have it, and all that its home wrote before. */
  isKept(message: number): boolean {
    return (this.#records[(message << 4) + WRITTEN]! & KEPT) !== 0;
  }

  keep(message: number): void {
    this.#records[(message << 4) + WRITTEN]! |= KEPT;
  }

  /** Its mailbox has lost it, and gets it again. */
  forget(message: number): void {
    const at = (message << 4) + WRITTEN;
    this.#records[at] = (this.#records[at]! & KEPT) !== 0 ? AGAIN : this.#records[at]! & AGAIN;
    this.setSequence(message, 0);
  }

  /** Whether it was kept before and lost: others have their copies of it. */
  isAgain(message: number): boolean {
    return (this.#records[(message << 4) + WRITTEN]! & AGAIN) !== 0;
  }

  /** Number that is never given twice, for the ledger. */
  serial(message: number): number {
    return this.#records[(message << 4) + SERIAL]!;
  }

  setSerial(message: number, value: number): void {
    this.#records[(message << 4) + SERIAL] = value;
  }

  /** The device it was written on. */
  device(message: number): number {
    return this.#records[(message << 4) + DEVICE]!;
  }

  setDevice(message: number, value: number): void {
    this.#records[(message << 4) + DEVICE] = value;
  }

  /** Node id of the mailbox that keeps it first, and puts it in order. */
  home(message: number): number {
    return this.#records[(message << 4) + HOME]!;
  }

  setHome(message: number, value: number): void {
    this.#records[(message << 4) + HOME] = value;
  }

  conversation(message: number): number {
    return this.#records[(message << 4) + CONVERSATION]!;
  }

  setConversation(message: number, value: number): void {
    this.#records[(message << 4) + CONVERSATION] = value;
  }

  bytes(message: number): number {
    return this.#records[(message << 4) + BYTES]!;
  }

  setBytes(message: number, value: number): void {
    this.#records[(message << 4) + BYTES] = value;
  }

  /** Its place in the conversation, from 1; 0 until it is kept. */
  sequence(message: number): number {
    return this.#records[(message << 4) + SEQUENCE]!;
  }

  setSequence(message: number, value: number): void {
    this.#records[(message << 4) + SEQUENCE] = value;
  }

  /** What kinds know of it, -1: nothing. */
  note(message: number): number {
    return this.#records[(message << 4) + NOTE]!;
  }

  setNote(message: number, value: number): void {
    this.#records[(message << 4) + NOTE] = value;
  }

  /** The number of its kind. */
  kind(message: number): number {
    return this.#records[(message << 4) + KIND]!;
  }

  setKind(message: number, value: number): void {
    this.#records[(message << 4) + KIND] = value;
  }

  /** Next one in the outbox of its device. */
  next(message: number): number {
    return this.#records[(message << 4) + NEXT]!;
  }

  setNext(message: number, value: number): void {
    this.#records[(message << 4) + NEXT] = value;
  }

  /** Which sending of it waits for an answer: `Outbox` counts them. */
  sending(message: number): number {
    return this.#records[(message << 4) + SENDING]!;
  }

  setSending(message: number, value: number): void {
    this.#records[(message << 4) + SENDING] = value;
  }

  #grow(): void {
    this.#records = grown(this.#records, RECORD * this.#slots.capacity);
    this.#times = new Float64Array(this.#records.buffer);
  }
}
