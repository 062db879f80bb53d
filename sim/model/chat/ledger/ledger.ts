/**
 * The independent ledger of a chat: sees what is sent, shown, acknowledged and reported, and nothing of how
 * the chat works, and holds it against what the chat promises.
 */
import type { Invariant, LedgerData } from '../../../result/ledger.ts';
import type { Trail } from '../../node/trail.ts';
import { Book } from './book.ts';
import { Causes } from './causes.ts';
import { Counts } from './counts.ts';
import type { LedgerParts } from './ledger-parts.ts';
import {
  ACKED,
  CONVERSATION,
  DEVICE,
  EXPIRES_AT,
  FLAGS,
  NONE,
  PARENT,
  PENDING,
  RECORD,
  REJECTED,
  SERIAL,
  SIZE,
  TIMES,
} from './message-slots.ts';
import { checkCauses, checkOrder, type Found } from './order-checks.ts';
import { Receipts, WAS_READ } from './receipts.ts';
import { MEMBERS } from './seats.ts';
import { settle } from './settle.ts';
import { join, leave, seatOfSender } from './stays.ts';
import { Violations } from './violations.ts';
import { NEVER_SENT, SHOWN_TWICE, whyNot } from './wrongs.ts';

const MEMORY = 65_536;

export class Ledger {
  readonly #parts: LedgerParts;
  readonly #violations: Violations;
  readonly #book: Book;
  readonly #receipts: Receipts;
  readonly #counts = new Counts();
  readonly #orders: { isFifo: boolean; isCausal: boolean };
  readonly #causes: Causes | undefined;
  readonly #found: Found;
  readonly #trail: Trail | undefined;
  #slot = NONE;
  #device = NONE;
  #nowMs = 0;

  constructor(parts: LedgerParts) {
    this.#parts = parts;
    this.#trail = parts.trail;
    this.#violations = new Violations(parts.promises, parts.clock);
    const promises = (invariant: Invariant) => this.#violations.promises(invariant);
    this.#book = new Book(parts, promises('order'), parts.memory ?? MEMORY);
    if (parts.knowsCauses === true) this.#causes = new Causes(this.#book.isOpen);
    this.#receipts = new Receipts(this.#book, promises('receipt'), this.#violations);
    this.#orders = { isFifo: promises('fifo'), isCausal: promises('causality') };
    this.#found = (invariant, text, other) =>
      this.#broken(invariant, this.#slot, this.#device, this.#nowMs, text, other);
  }

  /** Deliveries that have not ended. */
  get outstanding(): number {
    return this.#counts.outstanding;
  }

  /** Messages that are not forgotten yet. */
  get remembered(): number {
    return this.#book.messages.count;
  }

  /** A person becomes a member of a conversation, with all devices. */
  joined(conversation: number, person: number): void {
    join(this.#book, conversation, person);
  }

  /** A person leaves: what was not shown need not be any more, and what is said from now on must not be. */
  left(conversation: number, person: number): void {
    this.#counts.withdrawn += leave(this.#book, conversation, person);
  }

  /**
   * Someone presses the button. Serial numbers rise; a message is for all devices of the members of its
   * conversation, the one that sent it excepted.
   *
   * @param parent serial number of what it answers, or -1.
   * @param expiresAtMs Infinity: never.
   */
  sent(
    message: number,
    sender: number,
    device: number,
    conversation: number,
    atMs: number,
    parent: number = NONE,
    expiresAtMs: number = Number.POSITIVE_INFINITY,
  ): void {
    const { seats, messages } = this.#book;
    const first = seatOfSender(this.#book, conversation, sender);
    const home = seats.conversation(conversation);
    const pending = seats.conversations[home + MEMBERS]! - this.#book.isMember(first);
    const size = this.#book.seatsIn(home);
    const slot = this.#begin(message, device, conversation, pending, size, atMs, expiresAtMs);
    if (slot === NONE) return;
    this.#trail?.note(message, `sent in conversation ${conversation}`, this.#named(device));
    messages.records[slot * RECORD + PARENT] = parent;
    this.#causes?.sent(message, conversation, device);
    this.#book.enqueue(slot, home, first + device - seats.firstDevice(sender));
    if (pending === 0) this.#book.release(home);
  }

  /** As `sent`, to all devices of one person outside of any conversation. */
  sentTo(
    message: number,
    person: number,
    device: number,
    atMs: number,
    expiresAtMs: number = Number.POSITIVE_INFINITY,
  ): void {
    const devices = this.#book.seats.devicesOf(person);
    this.#trail?.note(message, `sent to person ${person}`, this.#named(device));
    this.#begin(message, device, -1 - person, devices, devices, atMs, expiresAtMs);
  }

  /** The sender's device is told that the message is kept; more than once does no harm. */
  acked(message: number, atMs: number): void {
    this.#trail?.note(message, 'acknowledged to its sender');
    const slot = this.#book.messages.find(message);
    if (slot === NONE) {
      if (message >= this.#book.next) this.#strange(message, atMs, 'acknowledged, but never sent');
      return;
    }
    const { records } = this.#book.messages;
    const flags = records[slot * RECORD + FLAGS]!;
    if ((flags & ACKED) !== 0) return;
    if ((flags & REJECTED) !== 0) {
      this.#broken('conservation', slot, NONE, atMs, 'acknowledged after it was refused');
    }
    records[slot * RECORD + FLAGS]! |= ACKED;
    this.#counts.acked += 1;
    this.#book.ackedNow(slot);
  }

  /** The sender is told that the message is not taken: nobody gets it. */
  rejected(message: number, atMs: number): void {
    this.#trail?.note(message, 'refused');
    const slot = this.#book.messages.find(message);
    if (slot === NONE) {
      this.#strange(message, atMs, 'refused, but never sent, or with everybody');
      return;
    }
    const { records } = this.#book.messages;
    const record = slot * RECORD;
    const flags = records[record + FLAGS]!;
    if ((flags & REJECTED) !== 0) return;
    if ((flags & ACKED) !== 0) {
      this.#broken('conservation', slot, NONE, atMs, 'refused after it was acknowledged');
    }
    const pending = records[record + PENDING]!;
    records[record + FLAGS]! |= REJECTED;
    this.#counts.rejected += 1;
    this.#counts.withdrawn += pending;
    records[record + PENDING] = 0;
    this.#causes?.end(message);
    if (pending > 0) this.#book.complete(slot);
  }

  /** A message appears on the screen of a device, or where the device keeps what it would show. */
  shown(message: number, device: number, atMs: number): void {
    this.#trail?.note(message, 'shown', this.#named(device));
    const book = this.#book;
    const slot = book.messages.find(message);
    if (slot === NONE) {
      this.#showForgotten(message, device, atMs);
      return;
    }
    const seat = book.seatOf(slot, device);
    const position = book.positionOf(slot, seat, device);
    const wrong = whyNot(book, slot, seat, position, atMs);
    if (wrong !== undefined) {
      this.#broken(wrong.invariant, slot, device, atMs, wrong.text);
      if (wrong.isAll) return;
    }
    if (position >= book.messages.records[slot * RECORD + SIZE]!) {
      this.#showBeside(slot, device, atMs);
      return;
    }
    if (book.messages.isEnded(slot * RECORD, position)) {
      book.messages.markShown(slot * RECORD, position); // withdrawn when its person left
      return;
    }
    if (seat !== NONE) {
      this.#slot = slot;
      this.#device = device;
      this.#nowMs = atMs;
      checkOrder(book, this.#orders, slot, seat, this.#found);
      if (this.#causes !== undefined) {
        checkCauses(book, this.#causes.of(message), seat, this.#found);
        this.#causes.shown(message, book.messages.records[slot * RECORD + CONVERSATION]!, device);
      }
    }
    book.messages.markShown(slot * RECORD, position);
    this.#counts.shown += 1;
    this.#end(slot);
  }

  /** A person looks at a message. */
  read(message: number, person: number, atMs: number): void {
    this.#trail?.note(message, 'read', `person ${person}`);
    this.#receipts.read(message, person, atMs);
  }

  /**
   * The sender sees that somebody has it, or has read it; to see the same twice does no harm.
   *
   * @param kind DELIVERED or WAS_READ.
   * @param device that has it; -1: one that is not named.
   */
  receipt(message: number, kind: number, atMs: number, device: number = NONE): void {
    const what = kind === WAS_READ ? 'read' : 'delivered';
    this.#trail?.note(message, `its sender is told that it is ${what}`);
    this.#receipts.told(message, kind, atMs, device);
  }

  /** How far a device has synchronized. @param conversation -1: all of its conversations. */
  cursor(device: number, conversation: number, value: number): void {
    this.#receipts.cursor(device, conversation, value, this.#parts.clock.nowMs);
  }

  /** A device hears that a reader has all of a conversation up to a number. */
  receiptCursor(
    device: number,
    conversation: number,
    reader: number,
    kind: number,
    value: number,
  ): void {
    const { nowMs } = this.#parts.clock;
    this.#receipts.cursorTold([device, conversation, reader, kind], value, nowMs);
  }

  /** A message is not shown at a device because its time has passed. */
  expired(message: number, device: number, atMs: number): void {
    this.#trail?.note(message, 'expired', this.#named(device));
    const slot = this.#endAt(message, device, atMs);
    if (slot === NONE) return;
    const { earlyMs = 0 } = this.#parts;
    if (atMs + earlyMs < this.#book.messages.times[slot * TIMES + EXPIRES_AT]!) {
      this.#broken('loss', slot, device, atMs, 'given up as expired before its time');
    }
    this.#counts.expired += 1;
    this.#end(slot);
  }

  /** A delivery to another domain is given up, and its sender is told. */
  bounced(message: number, device: number, atMs: number): void {
    this.#trail?.note(message, 'bounced', this.#named(device));
    const slot = this.#endAt(message, device, atMs);
    if (slot === NONE) return;
    this.#counts.bounced += 1;
    this.#end(slot);
  }

  /** A chat that does not keep messages gives a delivery up. */
  dropped(message: number, device: number, atMs: number): void {
    this.#trail?.note(message, 'given up', this.#named(device));
    const slot = this.#endAt(message, device, atMs);
    if (slot === NONE) return;
    if ((this.#book.messages.records[slot * RECORD + FLAGS]! & ACKED) !== 0) {
      this.#broken('loss', slot, device, atMs, 'given up after it was acknowledged');
    }
    this.#counts.dropped += 1;
    this.#end(slot);
  }

  /** @param held deliveries that the chat says it still has to make, those on their way included. */
  balance(held: number, atMs: number): void {
    if (held === this.outstanding) return;
    const text = `the chat holds ${held} deliveries, and ${this.outstanding} have not ended`;
    this.#strange(NONE, atMs, text);
  }

  /**
   * All is quiet: what has been acknowledged is with everybody, or the chat still has it for them.
   *
   * @param holds whether the chat says that it has a message for a device, or on its way there.
   */
  finish(atMs: number, holds: (message: number, device: number) => boolean): void {
    settle(this.#book, holds, (invariant, slot, device, text) =>
      this.#broken(invariant, slot, device, atMs, text),
    );
  }

  /** What was seen so far; also while the run goes on. */
  facts(): LedgerData {
    const { traffic, promises } = this.#parts;
    const { counts: broken, kept: violations } = this.#violations;
    return { traffic, promises, ...this.#counts.facts(), broken, violations };
  }

  #begin(
    message: number,
    device: number,
    conversation: number,
    pending: number,
    size: number,
    atMs: number,
    expiresAtMs: number,
  ): number {
    const { held } = this.#parts;
    if (held !== undefined) this.balance(held(), atMs);
    if (message < this.#book.next) {
      this.#strange(message, atMs, 'a serial number that was used before');
      return NONE;
    }
    const slot = this.#book.begin(message, device, conversation, pending, size);
    this.#book.setTimes(slot, atMs, expiresAtMs);
    this.#counts.sent += 1;
    this.#counts.owed += pending;
    return slot;
  }

  /** All is known of it, and it is with everybody it is for, or was never sent. */
  #showForgotten(message: number, device: number, atMs: number): void {
    const known = { message, sender: NONE, devices: [device], conversation: NONE, atMs };
    const { invariant, text } = message < this.#book.next ? SHOWN_TWICE : NEVER_SENT;
    this.#trail?.note(message, `broken promise: ${invariant}: ${text}`, this.#named(device));
    this.#violations.add({ invariant, ...known, text });
  }

  /** To somebody who joined while it was under way: not owed, but shown once at most. */
  #showBeside(slot: number, device: number, atMs: number): void {
    const isNews = this.#book.showBeside(slot, device);
    if (!isNews) this.#broken('duplicate', slot, device, atMs, SHOWN_TWICE.text);
  }

  /** @returns the slot when the delivery had not ended; marks it as ended. */
  #endAt(message: number, device: number, atMs: number): number {
    const { messages } = this.#book;
    const slot = messages.find(message);
    if (slot === NONE) {
      this.#strange(message, atMs, 'given up, but never sent, or with everybody', device);
      return NONE;
    }
    const position = this.#book.positionOf(slot, this.#book.seatOf(slot, device), device);
    const record = slot * RECORD;
    if (position < 0 || position >= messages.records[record + SIZE]!) return NONE;
    if (messages.isShown(record, position) || messages.isEnded(record, position)) {
      this.#broken('conservation', slot, device, atMs, 'given up after it had ended here');
      return NONE;
    }
    if ((messages.records[record + FLAGS]! & REJECTED) !== 0) return NONE;
    messages.markEnded(record, position);
    return slot;
  }

  #end(slot: number): void {
    const { records } = this.#book.messages;
    records[slot * RECORD + PENDING]! -= 1;
    if (records[slot * RECORD + PENDING] !== 0) return;
    this.#causes?.end(records[slot * RECORD + SERIAL]!);
    this.#book.complete(slot);
  }

  #broken(
    invariant: Invariant,
    slot: number,
    device: number,
    atMs: number,
    text: string,
    other = NONE,
  ): void {
    const { records } = this.#book.messages;
    const record = slot * RECORD;
    const message = records[record + SERIAL]!;
    this.#trail?.note(message, `broken promise: ${invariant}: ${text}`, this.#named(device));
    this.#violations.add({
      invariant,
      message,
      ...(other === NONE ? {} : { other }),
      sender: this.#book.seats.personOf(records[record + DEVICE]!),
      devices: device === NONE ? [] : [device],
      conversation: Math.max(NONE, records[record + CONVERSATION]!),
      atMs,
      text,
    });
  }

  #named(device: number): string | undefined {
    if (device === NONE) return undefined;
    return `device ${device} of person ${this.#book.seats.personOf(device)}`;
  }

  #strange(message: number, atMs: number, text: string, device = NONE): void {
    const devices = device === NONE ? [] : [device];
    const known = { message, sender: NONE, devices, conversation: NONE, atMs, text };
    this.#violations.add({ invariant: 'conservation', ...known });
  }
}
