/** Messages that somebody still has to do with, as slots in a pool of typed arrays. */
import { grown } from '../../../engine/grown.ts';
import { NONE, Slots } from './slots.ts';

export class Messages {
  readonly #slots = new Slots();
  /** Number that is never given twice, for the ledger. */
  serial = new Int32Array(0);
  /** The device it was written on. */
  device = new Int32Array(0);
  /** Node id of the mailbox that keeps it first, and puts it in order. */
  home = new Int32Array(0);
  conversation = new Int32Array(0);
  bytes = new Int32Array(0);
  sentAtMs = new Float64Array(0);
  /** From then on it is shown to nobody, ms; Infinity: it keeps. */
  expiresAtMs = new Float64Array(0);
  /** Its place in the conversation, from 1; 0 until it is kept. */
  sequence = new Int32Array(0);
  /** Its turn among what takes effect in a room that people join and leave, from 1; 0: none. */
  turn = new Int32Array(0);
  /** What it changes: JOIN or LEAVE; 0: it says something. */
  change = new Uint8Array(0);
  /** Mailboxes that have written it down, its own included. */
  written = new Uint8Array(0);
  /** Whether it may be acknowledged: enough mailboxes have it, and all that its home wrote before. */
  isKept = new Uint8Array(0);
  /** Next one in the outbox of its device. */
  next = new Int32Array(0);
  /** What kinds know of it, -1: nothing; and the number of its kind. */
  note = new Int32Array(0);
  kind = new Uint8Array(0);
  /** Which sending of it waits for an answer: `Outbox` counts them. */
  sending = new Int32Array(0);
  /** Outboxes, packets and entries that point at it. */
  #holders = new Int32Array(0);
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
    if (message >= this.serial.length) this.#grow();
    this.serial[message] = this.#serials;
    this.#serials += 1;
    this.device[message] = device;
    this.conversation[message] = conversation;
    this.bytes[message] = bytes;
    this.sentAtMs[message] = sentAtMs;
    this.expiresAtMs[message] = Number.POSITIVE_INFINITY;
    this.sequence[message] = 0;
    this.turn[message] = 0;
    this.change[message] = 0;
    this.note[message] = NONE;
    this.written[message] = 0;
    this.isKept[message] = 0;
    this.kind[message] = 0;
    this.next[message] = NONE;
    this.#holders[message] = 1;
    return message;
  }

  /** Serial number of the message that is made next. */
  get nextSerial(): number {
    return this.#serials;
  }

  /** All slots are below. */
  get end(): number {
    return this.#slots.end;
  }

  isHeld(message: number): boolean {
    return this.#holders[message]! > 0;
  }

  hold(message: number): void {
    this.#holders[message]! += 1;
  }

  /** After the last one lets go the message is forgotten. */
  letGo(message: number): void {
    this.#holders[message]! -= 1;
    if (this.#holders[message]! > 0) return;
    if (this.note[message] !== NONE) this.#settled(this.note[message]!);
    this.#slots.release(message);
  }

  #grow(): void {
    const { capacity } = this.#slots;
    this.serial = grown(this.serial, capacity);
    this.device = grown(this.device, capacity);
    this.home = grown(this.home, capacity);
    this.conversation = grown(this.conversation, capacity);
    this.bytes = grown(this.bytes, capacity);
    this.sentAtMs = grown(this.sentAtMs, capacity);
    this.expiresAtMs = grown(this.expiresAtMs, capacity);
    this.sequence = grown(this.sequence, capacity);
    this.turn = grown(this.turn, capacity);
    this.change = grown(this.change, capacity);
    this.next = grown(this.next, capacity);
    this.note = grown(this.note, capacity);
    this.isKept = grown(this.isKept, capacity);
    this.written = grown(this.written, capacity);
    this.kind = grown(this.kind, capacity);
    this.sending = grown(this.sending, capacity);
    this.#holders = grown(this.#holders, capacity);
  }
}
