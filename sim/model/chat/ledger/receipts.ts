/** Whether what senders are told agrees with what was shown and read, and how far devices have come. */
import { grown } from '../../../engine/grown.ts';
import type { Invariant } from '../../../result/ledger.ts';
import type { Book } from './book.ts';
import { CONVERSATION, DEVICE, NONE, RECORD, SIZE } from './message-slots.ts';
import type { Violations } from './violations.ts';

/** What a receipt says. */
export const DELIVERED = 1;
export const WAS_READ = 2;

/** Messages after which repeated receipts are not recognized. */
const REMEMBERED = 65_536;

export class Receipts {
  readonly #book: Book;
  readonly #isPromised: boolean;
  readonly #violations: Violations;
  /** By slot: devices that have it. */
  #delivered = new Int32Array(0);
  /** By serial number: reads that the sender has not been told of yet. */
  readonly #reads = new Map<number, number>();
  /** Messages whose reads the sender was told of, in two turns: the older ones are forgotten together. */
  #told = new Set<number>();
  #toldBefore = new Set<number>();
  /** Cursors that devices were told of: by device, conversation, reader and kind. */
  readonly #cursors = new Map<string, number>();
  /** By device: how far it has come in all of its conversations together. */
  readonly #inboxes = new Map<number, number>();

  constructor(book: Book, isPromised: boolean, violations: Violations) {
    this.#book = book;
    this.#isPromised = isPromised;
    this.#violations = violations;
  }

  begin(slot: number): void {
    if (!this.#isPromised) return;
    if (slot >= this.#delivered.length) this.#delivered = grown(this.#delivered, 2 * slot + 256);
    this.#delivered[slot] = 0;
  }

  /** A message is about to be marked as shown at a device. */
  show(slot: number): void {
    if (this.#isPromised) this.#delivered[slot]! += 1;
  }

  read(message: number, person: number, atMs: number): void {
    if (!this.#isPromised) return;
    const slot = this.#book.messages.find(message);
    const device = this.#book.seats.firstDevice(person);
    // Everybody has what is forgotten.
    const isHere = slot === NONE ? message < this.#book.next : this.#book.hasEver(slot, person);
    if (isHere) this.#reads.set(message, (this.#reads.get(message) ?? 0) + 1);
    else this.#broken('receipt', message, slot, [device], atMs, 'read before it was shown');
  }

  told(message: number, kind: number, atMs: number, device: number): void {
    if (!this.#isPromised) return;
    const slot = this.#book.messages.find(message);
    if (kind === WAS_READ) {
      if (this.#tellRead(message)) return;
      this.#broken('receipt', message, slot, [], atMs, 'reported as read before it was');
      return;
    }
    if (slot === NONE ? message < this.#book.next : this.#isDelivered(slot, device)) return;
    const devices = device === NONE ? [] : [device];
    this.#broken('receipt', message, slot, devices, atMs, 'reported as delivered before it was');
  }

  cursor(device: number, conversation: number, value: number, atMs: number): void {
    const before = this.#cursorBefore(device, conversation, value);
    if (before <= value) return;
    const text = `synchronized to ${value} after ${before}`;
    this.#broken('cursor', NONE, NONE, [device], atMs, text, conversation);
  }

  /** What a reader has got, or read, he does not lose again. */
  cursorTold(of: readonly number[], value: number, atMs: number): void {
    const key = of.join(' ');
    const before = this.#cursors.get(key) ?? Number.NEGATIVE_INFINITY;
    this.#cursors.set(key, Math.max(before, value));
    if (before <= value) return;
    const [device, conversation] = of;
    const text = `told of a receipt up to ${value} after ${before}`;
    this.#broken('receipt', NONE, NONE, [device!], atMs, text, conversation);
  }

  #isDelivered(slot: number, device: number): boolean {
    if (device === NONE) return this.#delivered[slot]! > 0;
    const position = this.#book.positionOf(slot, this.#book.seatOf(slot, device), device);
    const { records } = this.#book.messages;
    // Who joined in the meantime has no bit.
    if (position < 0) return false;
    if (position >= records[slot * RECORD + SIZE]!) return true;
    return this.#book.messages.isShown(slot * RECORD, position);
  }

  #tellRead(message: number): boolean {
    const untold = this.#reads.get(message) ?? 0;
    if (untold === 0) return this.#told.has(message) || this.#toldBefore.has(message);
    if (untold === 1) this.#reads.delete(message);
    else this.#reads.set(message, untold - 1);
    if (this.#told.size >= REMEMBERED) {
      this.#toldBefore = this.#told;
      this.#told = new Set();
    }
    this.#told.add(message);
    return true;
  }

  #cursorBefore(device: number, conversation: number, value: number): number {
    if (conversation < 0) {
      const before = this.#inboxes.get(device) ?? Number.NEGATIVE_INFINITY;
      this.#inboxes.set(device, Math.max(before, value));
      return before;
    }
    const { seats } = this.#book;
    const seat = seats.seatOf(conversation, device, Number.POSITIVE_INFINITY);
    if (seat === NONE) return Number.NEGATIVE_INFINITY;
    const cursors = seats.keepCursors();
    const before = cursors[seat]!;
    cursors[seat] = Math.max(before, value);
    return before;
  }

  #broken(
    invariant: Invariant,
    message: number,
    slot: number,
    devices: readonly number[],
    atMs: number,
    text: string,
    conversation: number = NONE,
  ): void {
    const { records } = this.#book.messages;
    const isKnown = slot !== NONE;
    const sender = isKnown ? this.#book.seats.personOf(records[slot * RECORD + DEVICE]!) : NONE;
    const where = isKnown ? Math.max(NONE, records[slot * RECORD + CONVERSATION]!) : conversation;
    this.#violations.add({ invariant, message, sender, devices, conversation: where, atMs, text });
  }
}
