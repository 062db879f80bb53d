/** Where messages of devices are kept: each once, in the order of its sender, with a number in its conversation. */
import { Chain } from './chain.ts';
import type { Mailboxes } from './mailboxes.ts';
import { ACK, type Packets } from './packets.ts';
import type { Sequencer } from './sequencer.ts';
import type { Shared } from './shared.ts';
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

export class Store {
  readonly chain: Chain;
  readonly #parts: StoreParts;
  readonly #packets: Packets;

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
    if (shared.settings.acksFirst) this.#acknowledge(message);
    mailboxes.write(packet, spread.rowsAtHome(message));
  }

  #keep(message: number): void {
    const { shared, sequencer, spread } = this.#parts;
    const { messages, settings } = shared;
    messages.sequence[message] = sequencer.next(messages.conversation[message]!);
    const { trail, world } = shared;
    const mailbox = world.nodes[messages.home[message]!]!.name;
    trail?.note(messages.serial[message]!, `kept as number ${messages.sequence[message]}`, mailbox);
    if (!settings.acksFirst) this.#acknowledge(message);
    spread.spread(message);
  }

  #acknowledge(message: number): void {
    const { shared, wire } = this.#parts;
    const { messages, settings } = shared;
    const home = messages.home[message]!;
    messages.hold(message);
    const device = messages.device[message]!;
    wire.down(this.#packets.make(ACK, message, device, home, settings.controlBytes));
  }
}
