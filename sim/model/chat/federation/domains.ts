/** Organisations that chat with each other: each has people, gateways and mailboxes of its own. */
import type { World } from '../../node/world.ts';

export interface Domain {
  /** Groups of its clients, its gateways and its mailboxes. */
  readonly from: string;
  readonly to: string;
  readonly mailbox: string;
}

export class Domains {
  readonly all: readonly Domain[];
  /** By node id of a mailbox. */
  readonly ofMailbox: Int16Array;
  /** By index among the clients of the chat: number of the domain. */
  readonly #ofClients: readonly number[];
  readonly #world: World;

  /** @param clients of each domain, one domain after the other. */
  constructor(world: World, all: readonly Domain[], clients: readonly number[]) {
    this.all = all;
    this.#world = world;
    this.#ofClients = all.flatMap((_, domain) =>
      Array.from({ length: clients[domain]! }, () => domain),
    );
    this.ofMailbox = new Int16Array(world.exchange.up.length);
    for (const [domain, { mailbox }] of all.entries()) {
      for (const id of world.groups.get(mailbox)!) this.ofMailbox[id] = domain;
    }
  }

  /** @param index among the clients of the chat. */
  numberAt(index: number): number {
    return this.#ofClients[index]!;
  }

  at(index: number): Domain {
    return this.all[this.numberAt(index)]!;
  }

  get gateways(): readonly number[] {
    return this.#idsOf(({ to }) => to);
  }

  get mailboxes(): readonly number[] {
    return this.#idsOf(({ mailbox }) => mailbox);
  }

  /** Mailboxes of the domain of one of them. */
  beside(mailbox: number): readonly number[] {
    return this.#world.groups.get(this.all[this.ofMailbox[mailbox]!]!.mailbox)!;
  }

  #idsOf(group: (domain: Domain) => string): readonly number[] {
    return [...new Set(this.all.flatMap((domain) => this.#world.groups.get(group(domain))!))];
  }
}

interface Context {
  readonly world: World;
  readonly clients: readonly unknown[];
  readonly to: string;
  readonly domains?: Domains | undefined;
}

/** Those of a chat; one that has none to exchange messages with is one domain. */
export const domainsOf = ({ world, clients, to, domains }: Context, mailbox: string): Domains =>
  domains ?? new Domains(world, [{ from: '', to, mailbox }], [clients.length]);
