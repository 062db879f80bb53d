/** SUBSCRIBE and UNSUBSCRIBE. Source: MQTT 5.0 §3.8 to §3.11, MQTT 3.1.1 the same */
import { subscribed, unsubscribed } from './answers.ts';
import type { Connection } from './connection.ts';
import type { SubscribePacket, SubscriptionRequest } from './packets.ts';
import { BAD_FILTER, NO_SUBSCRIPTION, SUCCESS } from './reasons.ts';
import type { Session } from './session.ts';
import { isTopicFilter, sharedFilter } from './topics.ts';

/** Filters are granted as they are asked for, one after the other, and answered at once. §3.8.4, §3.9.3 */
export function subscribe(
  connection: Connection,
  session: Session,
  { id, subscriptionId, requests }: SubscribePacket,
): void {
  const { subscriptions } = connection.broker;
  const isNew = requests.map(
    (asked) => isSound(asked) && !subscriptions.add(session, asked, subscriptionId),
  );
  const reasons = requests.map((asked) => (isSound(asked) ? asked.qos : BAD_FILTER));
  connection.write(subscribed(id, reasons, connection.version));
  for (const [at, asked] of requests.entries()) {
    if (isSound(asked)) sendRetained(connection, session, asked, subscriptionId, isNew[at]!);
  }
}

function isSound({ filter }: SubscriptionRequest): boolean {
  const shared = sharedFilter(filter);
  return shared === undefined ? isTopicFilter(filter) : shared !== 'wrong';
}

/** §3.3.1.3: always, for new subscriptions only, or never; to those who share, never (§4.8.2). */
function sendRetained(
  { broker }: Connection,
  session: Session,
  { filter, qos, retainHandling }: SubscriptionRequest,
  subscriptionId: number | undefined,
  isNew: boolean,
): void {
  const isWanted = retainHandling === 0 || (retainHandling === 1 && isNew);
  if (!isWanted || sharedFilter(filter) !== undefined) return;
  const subscriptionIds = subscriptionId === undefined ? [] : [subscriptionId];
  for (const message of broker.retained.match(filter, broker.clock.nowMs)) {
    const level = message.qos < qos ? message.qos : qos;
    broker.deliver({ session, qos: level, retain: true, subscriptionIds }, message);
  }
}

export function unsubscribe(
  connection: Connection,
  session: Session,
  { id, filters }: { readonly id: number; readonly filters: readonly string[] },
): void {
  const { subscriptions } = connection.broker;
  const reasons = filters.map((filter) =>
    subscriptions.remove(session, filter) ? SUCCESS : NO_SUBSCRIPTION,
  );
  connection.write(unsubscribed(id, reasons, connection.version));
}
