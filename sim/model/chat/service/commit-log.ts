/**
 * What each mailbox has written and other mailboxes have not: it takes effect in the order in which it was written, when
 * as many have it as are to have it. Source: Ongaro & Ousterhout, USENIX ATC 2014, §5.3: committed in order.
 */
import type { Messages } from './messages.ts';
import { Ring } from './ring.ts';

export class CommitLog {
  readonly #messages: Messages;
  readonly #quorum: number;
  readonly #committed: (message: number) => void;
  /** By node id. */
  readonly #waiting: Ring[] = [];

  /** @param committed told of each message that as many mailboxes have as are to. */
  constructor(messages: Messages, quorum: number, committed: (message: number) => void) {
    this.#messages = messages;
    this.#quorum = quorum;
    this.#committed = committed;
  }

  /** Its home has written a message. */
  add(message: number): void {
    this.#messages.setWritten(message, 1);
    if (this.#quorum === 1) {
      this.#committed(message);
      return;
    }
    const home = this.#messages.home(message);
    this.#waiting[home] ??= new Ring();
    this.#messages.hold(message);
    this.#waiting[home].add(message, 0, 0);
  }

  /** Another mailbox has written it. */
  replicated(message: number): void {
    const messages = this.#messages;
    messages.setWritten(message, messages.written(message) + 1);
    const ring = this.#waiting[messages.home(message)];
    while (ring !== undefined && ring.length > 0 && messages.written(ring.item) >= this.#quorum) {
      const first = ring.item;
      ring.dropFirst();
      this.#committed(first);
      messages.letGo(first);
    }
  }
}
