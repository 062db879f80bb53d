/** What a full chat promises, and what it still holds for devices, as it says itself when it is asked. */
import type { World } from '../../node/world.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { openLedger } from '../ledger/open.ts';
import type { Balance } from './balance.ts';
import type { Copies } from './copies.ts';
import type { Crowd } from './crowd.ts';
import type { Shared } from './shared.ts';

/** All of them. */
const PROMISES = [
  'loss',
  'duplicate',
  'fifo',
  'order',
  'causality',
  'cursor',
  'receipt',
  'membership',
  'ttl',
  'conservation',
  'convergence',
] as const;

interface Audited {
  readonly world: World;
  readonly traffic: string;
  readonly crowd: Crowd;
  readonly balance: Balance;
  readonly clockErrorMs: number;
}

/** @param holdings of the chat, which is not there yet. */
export function serviceLedger(
  { world, traffic, crowd, balance, clockErrorMs }: Audited,
  holdings: () => Holdings,
): Ledger {
  let held: ReadonlySet<number> | undefined;
  return openLedger(world, {
    traffic,
    promises: PROMISES,
    firstDevice: crowd.firstDevice,
    earlyMs: 2 * clockErrorMs,
    held: () => balance.open,
    holds: (message, device) => {
      held ??= holdings().all();
      return held.has(message * crowd.devices + device);
    },
  });
}

/** Deliveries that are written somewhere and have not come to an end. */
export class Holdings {
  readonly #shared: Shared;
  readonly #copies: Copies;

  constructor(shared: Shared, copies: Copies) {
    this.#shared = shared;
    this.#copies = copies;
  }

  /** By message and device: serial number times devices, plus the device. */
  all(): ReadonlySet<number> {
    const held = new Set<number>();
    this.#inFeeds(held);
    this.#copies.each((message, mailbox) => this.#inCopy(held, message, mailbox));
    return held;
  }

  #inFeeds(held: Set<number>): void {
    const { crowd, feeds, messages, subscriptions } = this.#shared;
    const { firstOfFeed, sizeOfFeed, have, device } = subscriptions;
    for (let entry = 0; entry < feeds.stamp.length; entry += 1) {
      if (feeds.stamp[entry] === 0 || feeds.isExpired[entry] === 1) continue;
      const feed = feeds.feed[entry]!;
      const serial = messages.serial[feeds.message[entry]!]!;
      const from = firstOfFeed[feed]!;
      for (let reader = from; reader < from + sizeOfFeed[feed]!; reader += 1) {
        if (have[reader]! >= feeds.number[entry]!) continue;
        held.add(serial * crowd.devices + device[reader]!);
      }
    }
  }

  /** On its way to the inboxes of another mailbox. */
  #inCopy(held: Set<number>, message: number, mailbox: number): void {
    const { conversations, crowd, homes, messages } = this.#shared;
    const { first, members } = conversations;
    const conversation = messages.conversation[message]!;
    for (let at = first[conversation]!; at < first[conversation + 1]!; at += 1) {
      const member = members[at]!;
      if (homes.inbox[member] !== mailbox) continue;
      const end = crowd.firstDevice[member + 1]!;
      for (let device = crowd.firstDevice[member]!; device < end; device += 1) {
        held.add(messages.serial[message]! * crowd.devices + device);
      }
    }
  }
}
