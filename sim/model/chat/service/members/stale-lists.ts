/** Built wrongly: mailboxes remember who is in a room for a while, and do not ask whether that is still so. */
import type { Simulator } from '../../../../engine/simulator.ts';
import type { Conversations } from '../conversations.ts';
import type { Membership } from './membership.ts';

/** A usual time to live of such a cache (assumption), ms. */
const KEPT_MS = 10_000;

interface List {
  readonly untilMs: number;
  readonly isIn: readonly boolean[];
}

export class StaleLists {
  readonly #simulator: Simulator;
  readonly #conversations: Conversations;
  readonly #membership: Membership;
  /** By mailbox and conversation. */
  readonly #lists = new Map<number, Map<number, List>>();

  constructor(simulator: Simulator, conversations: Conversations, membership: Membership) {
    this.#simulator = simulator;
    this.#conversations = conversations;
    this.#membership = membership;
  }

  /** Whether a mailbox takes somebody for a member. @param at place in `members`. */
  has(mailbox: number, conversation: number, at: number): boolean {
    const ofMailbox = this.#lists.get(mailbox) ?? new Map<number, List>();
    this.#lists.set(mailbox, ofMailbox);
    let list = ofMailbox.get(conversation);
    if (list === undefined || list.untilMs <= this.#simulator.nowMs) {
      list = this.#read(conversation);
      ofMailbox.set(conversation, list);
    }
    return list.isIn[at - this.#conversations.first[conversation]!]!;
  }

  #read(conversation: number): List {
    const { first } = this.#conversations;
    const from = first[conversation]!;
    const count = first[conversation + 1]! - from;
    return {
      untilMs: this.#simulator.nowMs + KEPT_MS,
      isIn: Array.from({ length: count }, (_, index) => this.#membership.isIn(from + index)),
    };
  }
}
