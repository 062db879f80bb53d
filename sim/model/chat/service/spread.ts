/** Brings a message that is kept to where devices read it: into inboxes, or into the log of its conversation. */
import type { Federation } from '../federation/federation.ts';
import type { Copies } from './copies.ts';
import type { Courier } from './courier.ts';
import type { Shared } from './shared.ts';
import { NONE } from './slots.ts';

export class Spread {
  readonly #shared: Shared;
  readonly #courier: Courier;
  readonly #copies: Copies;
  readonly #federation: Federation | undefined;

  constructor(shared: Shared, courier: Courier, copies: Copies, federation?: Federation) {
    this.#shared = shared;
    this.#courier = courier;
    this.#copies = copies;
    this.#federation = federation;
  }

  /** Rows that the home writes: its own, and those of inboxes that it has. */
  rowsAtHome(message: number): number {
    const { logs, messages } = this.#shared;
    if (logs.of(messages.conversation(message)) !== NONE || this.isPosted(message)) return 1;
    return 1 + this.rowsAt(message, messages.home(message));
  }

  /** Whether the mailbox that keeps it first posts it to another domain, which puts it in order. */
  isPosted(message: number): boolean {
    const { conversations, messages, settings } = this.#shared;
    if (this.#federation === undefined || !settings.orders) return false;
    const home = conversations.home[messages.conversation(message)]!;
    return this.#federation.isAbroad(home, messages.home(message));
  }

  /** Inboxes for a message that a mailbox has. */
  rowsAt(message: number, mailbox: number): number {
    const { conversations, homes, messages } = this.#shared;
    const { first, members } = conversations;
    const conversation = messages.conversation(message);
    let rows = 0;
    for (let at = first[conversation]!; at < first[conversation + 1]!; at += 1) {
      const member = members[at]!;
      if (homes.inbox[member] === mailbox && this.#isFor(member, message)) rows += 1;
    }
    return rows;
  }

  /** It is kept at home: on it goes. @param home the mailbox that puts it in order. */
  spread(message: number, home: number): void {
    const { conversations, homes, messages, shards } = this.#shared;
    // What comes from another domain is in no log of ours.
    const logged = home === messages.home(message) ? shards.logged(message) : 0;
    const conversation = messages.conversation(message);
    const log = this.#shared.logs.of(conversation);
    if (log !== NONE) {
      this.#courier.append(log, message, logged);
      return;
    }
    const isAgain = messages.isAgain(message);
    const { first, members } = conversations;
    let copied = NONE;
    for (let at = first[conversation]!; at < first[conversation + 1]!; at += 1) {
      const member = members[at]!;
      const mailbox = homes.inbox[member]!;
      if (mailbox === copied || !this.#isFor(member, message)) continue;
      if (mailbox === home) this.#courier.append(member, message, logged);
      else if (this.#federation?.isAbroad(home, mailbox) === true) {
        if (!isAgain) this.#federation.send(message, home, mailbox);
      } else if (!isAgain) this.#copies.send(message, home, mailbox);
      // Members of one mailbox stand together: one copy is for all of them.
      if (mailbox !== home) copied = mailbox;
    }
  }

  /** Into the inboxes of a shard. @param logged item of its log. */
  fill(message: number, mailbox: number, logged: number): void {
    const { conversations, homes, messages } = this.#shared;
    const { first, members } = conversations;
    const conversation = messages.conversation(message);
    for (let at = first[conversation]!; at < first[conversation + 1]!; at += 1) {
      const member = members[at]!;
      if (homes.inbox[member] === mailbox && this.#isFor(member, message)) {
        this.#courier.append(member, message, logged);
      }
    }
  }

  /** Who wrote it has it, unless on other devices. */
  #isFor(member: number, message: number): boolean {
    const { crowd, messages } = this.#shared;
    return crowd.person[messages.device(message)] !== member || crowd.devicesOf(member) > 1;
  }
}
