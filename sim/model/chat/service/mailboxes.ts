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

  /** Which life of which mailbox a packet is at. */
  epochOf(packet: number): number {
    return this.epochAt(this.#packets.mailbox(packet));
  }

  /** Another number for each life of each mailbox: who takes over knows nothing of what another one had in hand. */
  epochAt(node: number): number {
    const { epoch } = this.#world.exchange;
    return epoch[node]! * epoch.length + node;
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
