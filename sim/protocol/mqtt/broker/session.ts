/** What a broker knows of a client, connected or not. Source: MQTT 5.0 §4.1, MQTT 3.1.1 §3.1.2.4 and §4.1 */
import type { Connection } from './connection.ts';
import type { Message } from './message.ts';
import { Outbox } from './outbox.ts';
import type { Subscription } from './subscriptions.ts';
import type { Will } from './wills.ts';

/** Session Expiry Interval of a session that never ends, s. §3.1.2.11.2 */
export const NEVER_SECONDS = 0xffff_ffff;

export class Session {
  readonly clientId: string;
  readonly outbox: Outbox;
  /** By filter as it was asked for, `$share/…` included. */
  readonly subscriptions = new Map<string, Subscription>();
  /** Messages of QoS 2 that have come and are not released. §4.3.3 */
  readonly unreleased = new Map<number, Message>();
  connection: Connection | undefined;
  /** What is published when the client vanishes. */
  will: Will | undefined;
  /** How long it outlives its connection, s. */
  expirySeconds = 0;
  /** What ends it, while it has no connection. */
  stopExpiry: (() => void) | undefined;

  constructor(
    clientId: string,
    nowMs: () => number,
    dropped: (clientId: string, message: Message) => void,
  ) {
    this.clientId = clientId;
    this.outbox = new Outbox(nowMs, ({ message }) => dropped(clientId, message));
  }
}
