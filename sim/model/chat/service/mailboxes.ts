/** The mailboxes of a chat, and its number at each of them. */
import type { World } from '../../node/world.ts';
import type { Mailbox, MailboxWork } from '../mailbox.ts';
import type { Packets } from './packets.ts';

export class Mailboxes {
  readonly #world: World;
  readonly #packets: Packets;
  readonly #owner: number[] = [];

  /** @param ids of all of them. */
  constructor(world: World, ids: readonly number[], packets: Packets, work: MailboxWork) {
    this.#world = world;
    this.#packets = packets;
    for (const id of ids) {
      this.#owner[id] = (world.nodes[id] as Mailbox).serve(work);
    }
  }

  /** How often the mailbox of a packet has crashed. */
  epochOf(packet: number): number {
    return this.#world.exchange.epoch[this.#packets.mailbox(packet)]!;
  }

  /** Writes rows for a packet at its mailbox. */
  write(packet: number, rows: number): void {
    const id = this.#packets.mailbox(packet);
    (this.#world.nodes[id] as Mailbox).write(this.#owner[id]!, packet, rows);
  }

  /** Makes one read for a packet, which finds some rows. */
  read(packet: number, rows: number): void {
    const id = this.#packets.mailbox(packet);
    (this.#world.nodes[id] as Mailbox).read(this.#owner[id]!, packet, rows);
  }
}
