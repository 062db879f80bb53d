/** Who has subscribed to what, and who of them gets a message. Source: MQTT 5.0 §3.8, §4.8; 3.1.1 §3.8 */
import type { Level, Message } from './message.ts';
import type { SubscriptionRequest } from './packets.ts';
import type { Session } from './session.ts';
import { TopicTree } from './topic-tree.ts';
import { sharedFilter } from './topics.ts';

export interface Subscription {
  readonly session: Session;
  readonly qos: Level;
  readonly noLocal: boolean;
  readonly asPublished: boolean;
  /** §3.8.2.1.2; undefined: it has none. */
  readonly id: number | undefined;
}

/** What one session gets of a message, by all its subscriptions that match. */
export interface Hit {
  readonly session: Session;
  readonly qos: Level;
  readonly retain: boolean;
  readonly subscriptionIds: readonly number[];
}

/** One shared subscription: its members take turns. §4.8.2 */
interface Group {
  readonly members: Map<string, Subscription>;
  turn: number;
}

const NO_IDS: readonly number[] = [];

export class Subscriptions {
  readonly #tree = new TopicTree<Subscription>();
  readonly #shared = new TopicTree<Group>();

  /** @returns whether the session had one with this filter: the new one has its place (§3.8.4). */
  add(session: Session, asked: SubscriptionRequest, id: number | undefined): boolean {
    const { filter, qos, noLocal, asPublished } = asked;
    const subscription = { session, qos, noLocal, asPublished, id };
    const had = session.subscriptions.has(filter);
    session.subscriptions.set(filter, subscription);
    const shared = sharedFilter(filter);
    if (shared === undefined) this.#tree.set(filter, session.clientId, subscription);
    else if (shared !== 'wrong') this.#join(shared.share, shared.filter, subscription);
    return had;
  }

  /** @returns whether there was one. §3.10.4 */
  remove(session: Session, filter: string): boolean {
    if (!session.subscriptions.delete(filter)) return false;
    const shared = sharedFilter(filter);
    if (shared === undefined) this.#tree.delete(filter, session.clientId);
    else if (shared !== 'wrong') this.#leave(shared.share, shared.filter, session);
    return true;
  }

  removeAll(session: Session): void {
    for (const filter of [...session.subscriptions.keys()]) this.remove(session, filter);
  }

  /** Shows who gets a message: each session once, and one member of each group. */
  match(message: Message, seen: (hit: Hit) => void): void {
    const found: ReadonlyMap<string, Subscription>[] = [];
    this.#tree.match(message.topic, (entries) => found.push(entries));
    if (found.length === 1) {
      for (const one of found[0]!.values()) {
        if (!isEcho(one, message)) seen(hitOf(one, message));
      }
    } else if (found.length > 1) {
      for (const hit of merged(found, message).values()) seen(hit);
    }
    this.#shared.match(message.topic, (groups) => {
      for (const group of groups.values()) {
        const member = nextOf(group);
        if (member !== undefined) seen(hitOf(member, message));
      }
    });
  }

  #join(share: string, filter: string, subscription: Subscription): void {
    let group = this.#shared.get(filter, share);
    if (group === undefined) {
      group = { members: new Map(), turn: 0 };
      this.#shared.set(filter, share, group);
    }
    group.members.set(subscription.session.clientId, subscription);
  }

  #leave(share: string, filter: string, { clientId }: Session): void {
    const group = this.#shared.get(filter, share);
    group?.members.delete(clientId);
    if (group?.members.size === 0) this.#shared.delete(filter, share);
  }
}

/** §3.8.3.1: a client that does not want its own. */
const isEcho = ({ noLocal, session }: Subscription, { from }: Message): boolean =>
  noLocal && session.clientId === from;

const lower = (one: Level, other: Level): Level => (one < other ? one : other);

function hitOf({ session, qos, asPublished, id }: Subscription, message: Message): Hit {
  return {
    session,
    qos: lower(qos, message.qos),
    retain: asPublished && message.retain,
    subscriptionIds: id === undefined ? NO_IDS : [id],
  };
}

/** §3.3.4: one copy for each session, at the highest of its levels, with all identifiers. */
function merged(found: readonly ReadonlyMap<string, Subscription>[], message: Message) {
  const hits = new Map<Session, Hit>();
  for (const entries of found) {
    for (const one of entries.values()) {
      if (isEcho(one, message)) continue;
      const hit = hitOf(one, message);
      const before = hits.get(one.session);
      hits.set(one.session, before === undefined ? hit : both(before, hit));
    }
  }
  return hits;
}

function both(one: Hit, other: Hit): Hit {
  return {
    session: one.session,
    qos: one.qos > other.qos ? one.qos : other.qos,
    retain: one.retain || other.retain,
    subscriptionIds: [...one.subscriptionIds, ...other.subscriptionIds],
  };
}

/** Members take turns; those that are connected before those that are not. */
function nextOf(group: Group): Subscription | undefined {
  const members = [...group.members.values()];
  const there = members.filter(({ session }) => session.connection !== undefined);
  const among = there.length > 0 ? there : members;
  if (among.length === 0) return undefined;
  group.turn = (group.turn + 1) % among.length;
  return among[group.turn];
}
