/** Whether what senders are told agrees with what was shown and read, and how far devices have come. */
import type { Invariant } from '../../../result/ledger.ts';
import type { Book } from './book.ts';
import { CONVERSATION, DEVICE, NONE, RECORD, SIZE } from './message-slots.ts';
import { Reads } from './reads.ts';
import type { Violations } from './violations.ts';

/** What a receipt says. */
export const DELIVERED = 1;
export const WAS_READ = 2;

export class Receipts {
  readonly #book: Book;
  readonly #isPromised: boolean;
  readonly #violations: Violations;
  readonly #reads = new Reads();
  /** Cursors that devices were told of: by device, conversation, reader and kind. */
  readonly #cursors = new Map<string, number>();
  /** By device: how far it has come in all of its conversations together. */
  readonly #inboxes = new Map<number, number>();

  constructor(book: Book, isPromised: boolean, violations: Violations) {
    this.#book = book;
    this.#isPromised = isPromised;
    this.#violations = violations;
  }

  read(message: number, person: number, atMs: number): void {
    if (!this.#isPromised) return;
    const slot = this.#book.messages.find(message);
    const device = this.#book.seats.firstDevice(person);
    // Everybody has what is forgotten.
    const isHere = slot === NONE ? message < this.#book.next : this.#book.hasEver(slot, person);
    if (isHere) this.#reads.add(message);
    else this.#broken('receipt', message, slot, [device], atMs, 'read before it was shown');
  }

  told(message: number, kind: number, atMs: number, device: number): void {
    if (!this.#isPromised) return;
    const slot = this.#book.messages.find(message);
    if (kind === WAS_READ) {
      if (this.#reads.tell(message)) return;
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
    if (device === NONE) return this.#book.isWithAnybody(slot);
    const position = this.#book.positionOf(slot, this.#book.seatOf(slot, device), device);
    const { records } = this.#book.messages;
    // Who joined in the meantime has no bit.
    if (position < 0) return false;
    if (position >= records[slot * RECORD + SIZE]!) return true;
    return this.#book.messages.isShown(slot * RECORD, position);
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
