/** What the service still has, for whoever asks at the end of a run: which messages for which devices. */
import type { Federation } from '../federation/federation.ts';
import type { Copies } from './copies.ts';
import { SEND } from './packets.ts';
import type { Shared } from './shared.ts';
import { NONE } from './slots.ts';

export class Holdings {
  readonly #shared: Shared;
  readonly #copies: Copies;
  /** Serial number of a message times the number of devices, and a device. */
  readonly #has = new Set<number>();

  constructor(shared: Shared, copies: Copies, federation?: Federation) {
    this.#shared = shared;
    this.#copies = copies;
    this.#lookAtMessages();
    this.#lookAtPackets();
    this.#lookAtCopies();
    this.#lookAtDevices();
    federation?.each((message, mailbox) => this.#addAll(message, mailbox));
    for (let feed = 0; feed < shared.feeds.count; feed += 1) this.#lookAtFeed(feed);
  }

  /** @param serial of a message. */
  has(serial: number, device: number): boolean {
    return this.#has.has(serial * this.#shared.crowd.devices + device);
  }

  /** Those in outboxes, and those that are written and not yet by enough mailboxes. */
  #lookAtMessages(): void {
    const { messages } = this.#shared;
    for (let message = 0; message < messages.end; message += 1) {
      const isWaiting = messages.written(message) > 0 && !messages.isKept(message);
      const isOut = messages.sending(message) !== 0;
      if (messages.isHeld(message) && (isWaiting || isOut)) this.#addAll(message, NONE);
    }
  }

  #lookAtPackets(): void {
    const { packets } = this.#shared;
    for (let packet = 0; packet < packets.end; packet += 1) {
      if (packets.kind(packet) === SEND) this.#addAll(packets.item(packet), NONE);
    }
  }

  #lookAtCopies(): void {
    this.#copies.each((message, mailbox) => this.#addAll(message, mailbox));
  }

  /** What they hold until its causes are there. */
  #lookAtDevices(): void {
    const { causal, messages, subscriptions } = this.#shared;
    causal?.each((message, subscription) => {
      this.#add(messages.serial(message), subscriptions.device(subscription));
    });
  }

  #lookAtFeed(feed: number): void {
    const { feeds, messages, subscriptions } = this.#shared;
    const from = subscriptions.firstOfFeed(feed);
    const end = from + subscriptions.sizeOfFeed(feed);
    for (let entry = feeds.head(feed); entry !== NONE; entry = feeds.next(entry)) {
      for (let subscription = from; subscription < end; subscription += 1) {
        if (subscriptions.isClosed(subscription)) continue;
        if (subscriptions.have(subscription) >= feeds.number(entry)) continue;
        this.#add(messages.serial(feeds.message(entry)), subscriptions.device(subscription));
      }
    }
  }

  /** For all members whose inboxes a mailbox has. @param mailbox NONE: for all. */
  #addAll(message: number, mailbox: number): void {
    const { conversations, crowd, homes, messages } = this.#shared;
    const { first, members } = conversations;
    const conversation = messages.conversation(message);
    for (let at = first[conversation]!; at < first[conversation + 1]!; at += 1) {
      const member = members[at]!;
      if (mailbox !== NONE && homes.inbox[member] !== mailbox) continue;
      for (
        let device = crowd.firstDevice[member]!;
        device < crowd.firstDevice[member + 1]!;
        device += 1
      ) {
        this.#add(messages.serial(message), device);
      }
    }
  }

  #add(serial: number, device: number): void {
    this.#has.add(serial * this.#shared.crowd.devices + device);
  }
}
