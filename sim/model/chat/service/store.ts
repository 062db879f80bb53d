/** Where messages of devices are kept: each once, in the order of its sender, with a number in its conversation. */

import type { Holder } from '../kinds/post.ts';
import { Chain } from './chain.ts';
import type { Mailboxes } from './mailboxes.ts';
import { ACK, type Packets, REFUSE } from './packets.ts';
import type { Sequencer } from './sequencer.ts';
import type { Shared } from './shared.ts';
import { NONE } from './slots.ts';
import type { Spread } from './spread.ts';
import type { Wire } from './wire.ts';

interface StoreParts {
  readonly shared: Shared;
  readonly wire: Wire;
  readonly mailboxes: Mailboxes;
  readonly sequencer: Sequencer;
  readonly spread: Spread;
  /** Ends a packet. */
  drop(packet: number): void;
}

/** By message: what is known of those that were held. */
const REFUSED = 1;
const PASSED = 0;

export class Store implements Holder {
  readonly tellsOfRefusal = true;
  readonly chain: Chain;
  readonly #parts: StoreParts;
  readonly #packets: Packets;
  /** By message that has a note: the packet and the crashes of its mailbox when it was held; whether it is refused. */
  readonly #held: number[] = [];
  readonly #epoch: number[] = [];
  readonly #verdict: number[] = [];

  constructor(parts: StoreParts) {
    this.#parts = parts;
    this.#packets = parts.shared.packets;
    this.chain = new Chain({
      begin: (message, packet) => this.#begin(message, packet),
      take: (message) => this.#keep(message),
      forget: (packet) => parts.drop(packet),
    });
  }

  /** A message has come to the home of its conversation. */
  receive(packet: number): void {
    const { shared, mailboxes, drop } = this.#parts;
    const message = this.#packets.item[packet]!;
    const epoch = mailboxes.epochOf(packet);
    if (!shared.settings.dedupes && this.chain.isDone(message)) this.chain.reset(message);
    const arrival = this.chain.arrive(message, packet, epoch);
    if (arrival === 'new') return;
    shared.meters.count('duplicate', shared.messages.device[message]!);
    if (arrival === 'known') this.#acknowledge(message);
    drop(packet);
  }

  /** The mailbox has done its work for a packet. */
  written(packet: number): void {
    const { mailboxes, drop } = this.#parts;
    this.chain.written(this.#packets.item[packet]!, mailboxes.epochOf(packet));
    drop(packet);
  }

  dropped(packet: number): void {
    this.chain.dropped(this.#packets.item[packet]!);
    this.#parts.drop(packet);
  }

  #begin(message: number, packet: number): void {
    const { shared, mailboxes, spread } = this.#parts;
    const note = shared.messages.note[message]!;
    if (note !== NONE) {
      this.#held[message] = packet;
      this.#epoch[message] = mailboxes.epochOf(packet);
      this.#verdict[message] = PASSED;
      if (shared.carried!.holds(note, message, this)) return;
    }
    if (shared.settings.acksFirst) this.#acknowledge(message);
    mailboxes.write(packet, spread.rowsAtHome(message));
  }

  /** What was held is written, unless its mailbox has crashed meanwhile: its device then sends it again. */
  pass(message: number): void {
    const { shared, mailboxes, spread } = this.#parts;
    const packet = this.#held[message]!;
    if (this.#isGone(message)) {
      this.dropped(packet);
      return;
    }
    if (shared.settings.acksFirst) this.#acknowledge(message);
    mailboxes.write(packet, spread.rowsAtHome(message));
  }

  refuse(message: number): void {
    const packet = this.#held[message]!;
    if (this.#isGone(message)) {
      this.dropped(packet);
      return;
    }
    this.#verdict[message] = REFUSED;
    this.written(packet);
  }

  /** Servers that answer are reached without mailboxes. */
  take(message: number): void {
    this.pass(message);
  }

  #isGone(message: number): boolean {
    const packet = this.#held[message]!;
    return this.#parts.mailboxes.epochOf(packet) !== this.#epoch[message];
  }

  #isRefused(message: number): boolean {
    const isNoted = this.#parts.shared.messages.note[message] !== NONE;
    return isNoted && this.#verdict[message] === REFUSED;
  }

  #keep(message: number): void {
    const { shared, sequencer, spread } = this.#parts;
    const { messages, settings } = shared;
    if (this.#isRefused(message)) {
      this.#countRefused(message);
      this.#acknowledge(message);
      return;
    }
    messages.sequence[message] = sequencer.next(messages.conversation[message]!);
    if (!settings.acksFirst) this.#acknowledge(message);
    spread.spread(message);
  }

  /** Nobody it was for gets it. */
  #countRefused(message: number): void {
    const { balance, conversations, crowd, messages } = this.#parts.shared;
    const { first, members } = conversations;
    const conversation = messages.conversation[message]!;
    for (let at = first[conversation]!; at < first[conversation + 1]!; at += 1) {
      const member = members[at]!;
      const end = crowd.firstDevice[member + 1]!;
      for (let device = crowd.firstDevice[member]!; device < end; device += 1) {
        if (device !== messages.device[message]) balance.refuse(device);
      }
    }
  }

  /** That it is kept, or refused. */
  #acknowledge(message: number): void {
    const { shared, wire } = this.#parts;
    const { conversations, messages, settings } = shared;
    const home = conversations.home[messages.conversation[message]!]!;
    messages.hold(message);
    const device = messages.device[message]!;
    const kind = this.#isRefused(message) ? REFUSE : ACK;
    wire.down(this.#packets.make(kind, message, device, home, settings.controlBytes));
  }
}
