/**
 * What has become of each delivery, as the service counts it: those that are owed are in its balance. Who joined after a
 * message was sent may get it and is not owed it; who leaves is not owed any more what was on its way.
 */
import type { Balance } from '../balance.ts';
import type { Feeds } from '../feeds.ts';
import type { Messages } from '../messages.ts';
import type { Meters } from '../meters.ts';
import { NONE } from '../slots.ts';
import type { Subscriptions } from '../subscriptions.ts';
import type { Membership } from './membership.ts';

interface AccountParts {
  readonly balance: Balance;
  readonly meters: Meters;
  readonly messages: Messages;
  readonly feeds: Feeds;
  readonly subscriptions: Subscriptions;
  /** Undefined: nobody joins or leaves. */
  readonly membership: Membership | undefined;
}

export class Accounts {
  readonly #parts: AccountParts;

  constructor(parts: AccountParts) {
    this.#parts = parts;
  }

  send(message: number, device: number): void {
    this.#parts.balance.send(device);
    this.#count(message, device, 1);
  }

  /** It is in a feed of the device. */
  keep(message: number, device: number): void {
    if (!this.#isOwed(message, device)) return;
    this.#parts.balance.keep(device);
    this.#parts.meters.keep(device, 1);
  }

  show(message: number, device: number): void {
    if (!this.#isOwed(message, device)) return;
    this.#parts.balance.show(device);
    this.#parts.meters.keep(device, -1);
    this.#count(message, device, -1);
  }

  /** @returns whether somebody is to be told. */
  expire(message: number, device: number): boolean {
    if (!this.#isOwed(message, device)) return false;
    this.#parts.balance.expire(device);
    this.#parts.meters.keep(device, -1);
    this.#count(message, device, -1);
    return true;
  }

  refuse(message: number, device: number): void {
    this.#parts.balance.refuse(device);
    this.#count(message, device, -1);
  }

  /** Somebody leaves a room. @param subscription of the device that its messages come by. */
  withdraw(at: number, device: number, subscription: number): void {
    const { balance, membership, meters } = this.#parts;
    const kept = this.#keptFor(at, subscription);
    balance.withdraw(device, membership!.takeOpen(at, device) - kept, kept);
    meters.keep(device, -kept);
  }

  /** Entries of a feed that are owed to a member of a room, and that the device has not got. */
  #keptFor(at: number, subscription: number): number {
    const { feeds, membership, messages, subscriptions } = this.#parts;
    const [conversation, device] = [
      membership!.conversation[at]!,
      subscriptions.device(subscription),
    ];
    let kept = 0;
    let entry = feeds.head(subscriptions.feed(subscription));
    for (; entry !== NONE; entry = feeds.next(entry)) {
      const message = feeds.message(entry);
      if (messages.conversation(message) !== conversation) continue;
      if (messages.device(message) === device || feeds.isExpired(entry) === 1) continue;
      const isThere = subscriptions.have(subscription) >= feeds.number(entry);
      if (!isThere && membership!.owesAt(at, messages.serial(message))) kept += 1;
    }
    return kept;
  }

  #isOwed(message: number, device: number): boolean {
    const { membership, messages } = this.#parts;
    return membership === undefined || membership.owes(messages, message, device);
  }

  #count(message: number, device: number, by: number): void {
    const { membership, messages } = this.#parts;
    membership?.count(messages.conversation(message), device, by);
  }
}
