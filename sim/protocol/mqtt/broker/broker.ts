/**
 * A broker of MQTT 5 and 3.1.1: sessions, subscriptions, what is kept for whom. It knows no network and no time of
 * its own. Source: OASIS MQTT 5.0 (2019) and 3.1.1 (2014)
 */
import type { Clock } from './clock.ts';
import type { ConnectPacket } from './connect-packet.ts';
import { Connection } from './connection.ts';
import type { Hooks } from './hooks.ts';
import { type Limits, USUAL_LIMITS } from './limits.ts';
import type { Link } from './link.ts';
import type { Message } from './message.ts';
import { TAKEN_OVER } from './reasons.ts';
import { Retained } from './retained.ts';
import { NEVER_SECONDS, Session } from './session.ts';
import { type Hit, Subscriptions } from './subscriptions.ts';
import { Will } from './wills.ts';

const MS_PER_SECOND = 1000;

export class Broker {
  readonly clock: Clock;
  readonly hooks: Hooks;
  readonly limits: Limits;
  readonly subscriptions = new Subscriptions();
  readonly retained = new Retained();
  readonly #sessions = new Map<string, Session>();
  #assigned = 0;

  constructor(clock: Clock, hooks: Hooks = {}, limits: Partial<Limits> = {}) {
    this.clock = clock;
    this.hooks = hooks;
    this.limits = { ...USUAL_LIMITS, ...limits };
  }

  /** A client has connected. @returns what is told of all that it sends. */
  connect(link: Link): Connection {
    return new Connection(this, link);
  }

  /** A client identifier that nobody has. §3.1.3.1 */
  assignId(): string {
    do this.#assigned += 1;
    while (this.#sessions.has(`auto-${this.#assigned}`));
    return `auto-${this.#assigned}`;
  }

  /** Gives a client its session, after whoever has it now was sent away. §3.1.2.4, §3.1.4 */
  open(connection: Connection, clientId: string, packet: ConnectPacket) {
    const before = this.#sessions.get(clientId);
    before?.connection?.close(TAKEN_OVER);
    const known = this.#sessions.get(clientId);
    if (known !== undefined && packet.isClean) this.end(known);
    const isPresent = known !== undefined && !packet.isClean;
    const session = isPresent ? known : this.#make(clientId);
    session.stopExpiry?.();
    session.stopExpiry = undefined;
    // §3.1.3.2.2: who is back in time is not said to be gone.
    session.will?.discard();
    session.will =
      packet.will &&
      new Will(this.clock, clientId, packet.will, (message) => {
        this.hooks.will?.(message);
        this.route(message);
      });
    session.expirySeconds = this.#expiryOf(packet);
    session.connection = connection;
    return { session, isPresent };
  }

  /** Nothing more comes over a session's connection. */
  leave(session: Session, isTakenOver: boolean): void {
    session.connection = undefined;
    session.outbox.detach();
    this.hooks.ended?.(session.clientId, isTakenOver);
    session.will?.connectionGone(session.expirySeconds);
    const { expirySeconds } = session;
    if (expirySeconds === 0) this.end(session);
    else if (expirySeconds < NEVER_SECONDS) {
      session.stopExpiry = this.clock.after(expirySeconds * MS_PER_SECOND, () => this.end(session));
    }
  }

  /** A session is over, and with it all that it had. §4.1 */
  end(session: Session): void {
    session.stopExpiry?.();
    session.will?.say();
    this.subscriptions.removeAll(session);
    session.outbox.clear();
    if (this.#sessions.get(session.clientId) === session) this.#sessions.delete(session.clientId);
  }

  /** A message goes to all who have subscribed to its topic, and is kept where it shall be. §3.3.1.3, §3.3.4 */
  route(message: Message): void {
    this.retained.note(message);
    this.hooks.handedOn?.(message);
    this.subscriptions.match(message, (hit) => this.deliver(hit, message));
  }

  deliver({ session, qos, retain, subscriptionIds }: Hit, message: Message): void {
    const copy = { message, qos, retain, subscriptionIds };
    if (qos === 0) {
      if (session.connection?.show(copy) !== true) this.dropped(session.clientId, message);
    } else if (session.outbox.length >= this.limits.queue) this.dropped(session.clientId, message);
    else session.outbox.add(copy);
  }

  dropped(clientId: string, message: Message): void {
    this.hooks.dropped?.(clientId, message);
  }

  /**
   * Its process is gone: connections break without a word, and nobody's will is said.
   *
   * @param isForgetful whether sessions and retained messages are gone, too.
   * @returns client identifiers of those that were connected.
   */
  crash(isForgetful: boolean): string[] {
    const clients: string[] = [];
    for (const session of this.#sessions.values()) {
      if (session.connection !== undefined) clients.push(session.clientId);
      session.will?.discard();
      session.will = undefined;
      session.connection?.vanish();
      session.connection = undefined;
      session.outbox.detach();
      if (isForgetful || session.expirySeconds === 0) this.end(session);
    }
    if (isForgetful) this.retained.clear();
    return clients;
  }

  #make(clientId: string): Session {
    const session = new Session(
      clientId,
      () => this.clock.nowMs,
      (client, message) => this.dropped(client, message),
    );
    this.#sessions.set(clientId, session);
    return session;
  }

  /** 3.1.1 has sessions that end with their connection, and such as never do. §3.1.2.11.2 */
  #expiryOf({ version, isClean, properties }: ConnectPacket): number {
    const asked = version === 4 ? (isClean ? 0 : NEVER_SECONDS) : (properties.sessionExpiry ?? 0);
    return Math.min(asked, this.limits.sessionExpirySeconds);
  }
}
