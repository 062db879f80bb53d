/**
 * Causal order without a mailbox that puts all in order: a message says what its writer’s device had of the others in the
 * conversation, and a device holds it until it has shown as much itself.
 * Source: Birman, Schiper & Stephenson, Lightweight causal and atomic group multicast, ACM TOCS 9(3), 1991, §5.1 (vectors,
 * held until their causes are there); Singhal & Kshemkalyani, IPL 43(1), 1992 (only entries that are news are sent: what a
 * device said before has said the rest, and comes first).
 */
import type { Messages } from '../messages.ts';
import type { CausalMeters } from './causal-meters.ts';

/** An entry of a vector: a device of 8 bytes and a number of 4 (assumption). */
const ENTRY_BYTES = 12;

/** A message at a device that waits for its causes. */
interface Held {
  readonly message: number;
  readonly subscription: number;
  readonly sinceMs: number;
  /** Whether its mailbox believes that the device has it, and owes its sender a receipt. */
  isOwed: boolean;
}

/** A conversation as one device knows it. */
interface View {
  /** By device that wrote: the number of its last message that was shown here, or that need not be. */
  readonly seen: Map<number, number>;
  /** The part of it that no message from here has said which is known to be kept. */
  readonly news: Map<number, number>;
  /** What this device has written here. */
  written: number;
  readonly held: Held[];
}

interface CausalParts {
  readonly messages: Messages;
  readonly clock: { readonly nowMs: number };
  readonly meters: CausalMeters;
  readonly devices: number;
  /** False: built wrongly, devices show what comes. */
  readonly waits: boolean;
}

export class Causal {
  readonly #parts: CausalParts;
  readonly #views = new Map<number, View>();
  /** By message: its number among those of its device here, 0: it is in order anyway; and its vector, in pairs. */
  readonly #numbers: number[] = [];
  readonly #causes: number[][] = [];
  /** By subscription: what the device holds, and what it has shown meanwhile of what its mailbox takes for delivered. */
  readonly #heldAt = new Map<number, Held[]>();
  readonly #shownSince = new Map<number, number[]>();
  /** Shows a message on a device, or finds it expired. */
  reveal: (message: number, device: number) => void = () => {};
  /** A device says to its mailbox that it has shown what it held. */
  confirm: (subscription: number) => void = () => {};

  constructor(parts: CausalParts) {
    this.#parts = parts;
  }

  /** A message that some mailbox puts in order waits for nothing. */
  ordered(message: number): void {
    this.#numbers[message] = 0;
  }

  /** Its device writes a message. @returns bytes that it has more. */
  sent(message: number): number {
    const { messages, meters } = this.#parts;
    const device = messages.device(message);
    const view = this.#view(messages.conversation(message), device);
    view.written += 1;
    view.seen.set(device, view.written);
    this.#numbers[message] = view.written;
    this.#causes[message] ??= [];
    const causes = this.#causes[message]!;
    causes.length = 0;
    for (const [writer, number] of view.news) causes.push(writer, number);
    const bytes = this.bytesOf(message);
    meters.bytes(device, bytes);
    return bytes;
  }

  bytesOf(message: number): number {
    if (this.#numbers[message] === 0) return 0;
    return ENTRY_BYTES * (1 + this.#causes[message]!.length / 2);
  }

  /** What a message has said, and is kept, those after it need not say. */
  acked(message: number): void {
    if (this.#numbers[message] === 0) return;
    const { messages } = this.#parts;
    const { news } = this.#view(messages.conversation(message), messages.device(message));
    const causes = this.#causes[message]!;
    for (let at = 0; at < causes.length; at += 2) {
      if (news.get(causes[at]!) === causes[at + 1]) news.delete(causes[at]!);
    }
  }

  /** A message has come to a device. @returns whether it is shown, and does not wait for its causes. */
  arrive(message: number, device: number, subscription: number): boolean {
    const { clock, messages } = this.#parts;
    const view = this.#view(messages.conversation(message), device);
    if (this.#isReady(message, view)) {
      this.reveal(message, device);
      this.#see(message, view);
      this.#release(device, view);
      return true;
    }
    const held = { message, subscription, sinceMs: clock.nowMs, isOwed: false };
    messages.hold(message);
    view.held.push(held);
    const others = this.#heldAt.get(subscription);
    if (others === undefined) this.#heldAt.set(subscription, [held]);
    else others.push(held);
    return false;
  }

  /** A device will not get a message that has expired, and waits for it no longer. */
  pass(message: number, device: number): void {
    const { messages } = this.#parts;
    const view = this.#view(messages.conversation(message), device);
    this.#see(message, view);
    this.#release(device, view);
  }

  /** A mailbox hears that a device has a message. @returns whether it only holds it: its receipt has to wait. */
  isHeld(message: number, subscription: number): boolean {
    const held = this.#heldAt.get(subscription)?.find((one) => one.message === message);
    if (held !== undefined) held.isOwed = true;
    return held !== undefined;
  }

  /** A mailbox hears from a device. @param tell gets messages that it held then and has shown since. */
  heard(subscription: number, tell: (message: number) => void): void {
    const shown = this.#shownSince.get(subscription);
    if (shown === undefined) return;
    this.#shownSince.delete(subscription);
    for (const message of shown) {
      tell(message);
      this.#parts.messages.letGo(message);
    }
  }

  /** Tells of what devices hold. */
  each(tell: (message: number, subscription: number) => void): void {
    for (const held of this.#heldAt.values()) {
      for (const { message, subscription } of held) tell(message, subscription);
    }
  }

  #view(conversation: number, device: number): View {
    const key = conversation * this.#parts.devices + device;
    let view = this.#views.get(key);
    if (view === undefined) {
      view = { seen: new Map(), news: new Map(), written: 0, held: [] };
      this.#views.set(key, view);
    }
    return view;
  }

  #isReady(message: number, view: View): boolean {
    if (this.#numbers[message] === 0 || !this.#parts.waits) return true;
    const { messages } = this.#parts;
    const writer = messages.device(message);
    // What one device writes comes in order, and stays so.
    if (view.held.some((held) => messages.device(held.message) === writer)) return false;
    return this.#hasCauses(message, view);
  }

  #hasCauses(message: number, view: View): boolean {
    const causes = this.#causes[message]!;
    for (let at = 0; at < causes.length; at += 2) {
      if ((view.seen.get(causes[at]!) ?? 0) < causes[at + 1]!) return false;
    }
    return true;
  }

  #see(message: number, view: View): void {
    const number = this.#numbers[message]!;
    const writer = this.#parts.messages.device(message);
    if (number <= (view.seen.get(writer) ?? 0)) return;
    view.seen.set(writer, number);
    view.news.set(writer, number);
  }

  /** Shows what has waited, as far as its causes are there now. */
  #release(device: number, view: View): void {
    for (let index = this.#nextReady(view); index >= 0; index = this.#nextReady(view)) {
      const [held] = view.held.splice(index, 1) as [Held];
      const { message, subscription, sinceMs } = held;
      const others = this.#heldAt.get(subscription)!;
      others.splice(others.indexOf(held), 1);
      this.#parts.meters.held(device, sinceMs);
      this.reveal(message, device);
      this.#see(message, view);
      if (held.isOwed) this.#owe(subscription, message);
      else this.#parts.messages.letGo(message);
    }
  }

  /** It stays held until its mailbox has heard. */
  #owe(subscription: number, message: number): void {
    const others = this.#shownSince.get(subscription);
    if (others === undefined) this.#shownSince.set(subscription, [message]);
    else others.push(message);
    this.confirm(subscription);
  }

  /** The first that has all causes, and of whose writer nothing waits before it. */
  #nextReady(view: View): number {
    const { messages } = this.#parts;
    const writers = new Set<number>();
    return view.held.findIndex(({ message }) => {
      const writer = messages.device(message);
      const isFirst = !writers.has(writer);
      writers.add(writer);
      return isFirst && this.#hasCauses(message, view);
    });
  }
}
