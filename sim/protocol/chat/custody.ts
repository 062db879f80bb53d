/**
 * Who still has a copy of a message, so that a delivery is told of as lost when, and only when, no copy is left that
 * could become it: conservation for real bytes, which nobody else counts.
 */
import type { CarriedChat } from '../../model/chat/carriage.ts';

interface Open {
  /** The model's number of the message while it is under way. */
  readonly slot: number;
  /** Copies that may yet be handed to anybody: at the sender's, at work in gateways, between them. */
  holders: number;
  /** Who has not seen it, with the copies that are on the way to that one alone. */
  readonly waiting: Map<number, number>;
}

export class Custody {
  readonly #chat: CarriedChat;
  readonly #open = new Map<number, Open>();
  /** The one asked for last: a message to a room is asked for once for each of its people. */
  #last: Open | undefined;
  #lastSerial = -1;

  constructor(chat: CarriedChat) {
    this.#chat = chat;
  }

  /** A message is written; whoever asks holds it. @returns the number by which all know it. */
  begin(slot: number): number {
    const serial = this.#chat.messages.serial[slot]!;
    const waiting = new Map<number, number>();
    this.#chat.recipients.each(slot, undefined, (person) => waiting.set(person, 0));
    this.#open.set(serial, { slot, holders: 1, waiting });
    this.#lastSerial = -1;
    return serial;
  }

  /** The model's number of a message that is under way. */
  slotOf(serial: number): number | undefined {
    return this.#find(serial)?.slot;
  }

  /** One copy more that may be handed to anybody. */
  hold(serial: number): void {
    const open = this.#find(serial);
    if (open !== undefined) open.holders += 1;
  }

  /** One such copy less. */
  release(serial: number): void {
    const open = this.#find(serial);
    if (open === undefined) return;
    open.holders -= 1;
    if (open.holders > 0) return;
    for (const [person, copies] of open.waiting) {
      if (copies === 0) this.#lose(serial, open, person);
    }
  }

  /** One copy more on the way to one person. */
  carry(serial: number, person: number): void {
    const waiting = this.#find(serial)?.waiting;
    const copies = waiting?.get(person);
    if (copies !== undefined) waiting!.set(person, copies + 1);
  }

  /** One such copy less, whatever became of it. */
  drop(serial: number, person: number): void {
    const open = this.#find(serial);
    const copies = open?.waiting.get(person);
    if (open === undefined || copies === undefined) return;
    open.waiting.set(person, copies - 1);
    if (copies === 1 && open.holders === 0) this.#lose(serial, open, person);
  }

  /** A copy is at the device. @returns false when it has had one before. */
  show(serial: number, person: number): boolean {
    const open = this.#find(serial);
    if (open?.waiting.delete(person) !== true) return false;
    if (open.waiting.size === 0) this.#close(serial);
    this.#chat.ends.shown(open.slot, person);
    return true;
  }

  #find(serial: number): Open | undefined {
    if (serial === this.#lastSerial) return this.#last;
    this.#lastSerial = serial;
    this.#last = this.#open.get(serial);
    return this.#last;
  }

  #close(serial: number): void {
    this.#open.delete(serial);
    if (serial === this.#lastSerial) this.#last = undefined;
  }

  #lose(serial: number, { waiting, slot }: Open, person: number): void {
    waiting.delete(person);
    if (waiting.size === 0) this.#close(serial);
    this.#chat.ends.missed(slot, person);
  }
}
