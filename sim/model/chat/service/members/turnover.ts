/** Joins and leaves take effect at the mailbox of a room, in their turn. */
import type { Shared } from '../shared.ts';
import { NONE } from '../slots.ts';
import type { MemberMeters } from './member-meters.ts';
import type { Membership } from './membership.ts';

/** What a message changes; 0: nothing, it says something. */
export const JOIN = 1;
export const LEAVE = 2;

export class Turnover {
  readonly #shared: Shared;
  readonly #membership: Membership;
  readonly #meters: MemberMeters;

  constructor(shared: Shared, membership: Membership, meters: MemberMeters) {
    this.#shared = shared;
    this.#membership = membership;
    this.#meters = meters;
  }

  /** @param message whose turn it is, and that is kept. */
  apply(message: number): void {
    const { crowd, ledger, messages, world } = this.#shared;
    const device = messages.device(message);
    const person = crowd.person[device]!;
    const conversation = messages.conversation(message);
    const at = this.#membership.placeOf(conversation, person);
    const isJoin = messages.change(message) === JOIN;
    // A mailbox that forgets what it has done may be told twice.
    if (this.#membership.isIn(at) === isJoin) return;
    const { nowMs } = world.simulator;
    this.#meters.changed(device, isJoin, nowMs);
    if (isJoin) {
      this.#membership.enter(at, this.#membership.turnOf(message), messages.nextSerial);
      this.#eachOfLog(conversation, person, (subscription) => this.#open(subscription));
      ledger.joined(conversation, person, nowMs);
      return;
    }
    this.#withdraw(at, conversation, person);
    this.#membership.exit(at, this.#membership.turnOf(message));
    this.#eachOfLog(conversation, person, (subscription) => this.#close(subscription));
    ledger.left(conversation, person, nowMs);
  }

  #withdraw(at: number, conversation: number, person: number): void {
    const { accounts, crowd, logs, subscriptions } = this.#shared;
    const log = logs.of(conversation);
    for (let own = 0; own < crowd.devicesOf(person); own += 1) {
      const device = crowd.firstDevice[person]! + own;
      // Devices and their subscriptions to inboxes have the same numbers.
      const subscription = log === NONE ? device : subscriptions.of(device, log);
      accounts.withdraw(at, device, subscription);
    }
  }

  /** What somebody’s devices read of a room that is kept in a log. */
  #eachOfLog(conversation: number, person: number, act: (subscription: number) => void): void {
    const { crowd, logs, subscriptions } = this.#shared;
    const log = logs.of(conversation);
    if (log === NONE) return;
    for (let own = 0; own < crowd.devicesOf(person); own += 1) {
      act(subscriptions.of(crowd.firstDevice[person]! + own, log));
    }
  }

  /** From what comes next on. */
  #open(subscription: number): void {
    const { feeds, subscriptions } = this.#shared;
    subscriptions.open(subscription, feeds.last(subscriptions.feed(subscription)));
  }

  /** Nobody waits for it any more. */
  #close(subscription: number): void {
    const { feeds, subscriptions } = this.#shared;
    let entry = subscriptions.firstOpen(subscription);
    for (; entry !== NONE; entry = feeds.next(entry)) {
      if (feeds.isExpired(entry) === 0) feeds.setOpen(entry, feeds.open(entry) - 1);
    }
    subscriptions.close(subscription);
    feeds.trim(subscriptions.feed(subscription));
  }
}
