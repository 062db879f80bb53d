/** What a client publishes, and how it acknowledges what it gets. Source: MQTT 5.0 §3.3 to §3.7, §4.3; 3.1.1 the same */
import { acknowledged, PUBACK_BYTE, PUBCOMP_BYTE, PUBREC_BYTE } from './answers.ts';
import type { Connection } from './connection.ts';
import type { Message } from './message.ts';
import { type AckPacket, PUBACK, PUBCOMP, PUBREC, type PublishPacket } from './packets.ts';
import { ID_NOT_FOUND, RECEIVE_MAXIMUM, Refusal, SUCCESS } from './reasons.ts';
import type { Session } from './session.ts';

const MS_PER_SECOND = 1000;
const FAILURE = 0x80;

/** A publication that is worked on. */
interface Job {
  act(): void;
  isDone: boolean;
}

export class Publishing {
  readonly #connection: Connection;
  readonly #session: Session;
  /** In the order in which they came: they are acknowledged and handed on in it, too. §4.6 */
  readonly #jobs: Job[] = [];
  /** Of QoS 1, not acknowledged so far. */
  #unacknowledged = 0;

  constructor(connection: Connection, session: Session) {
    this.#connection = connection;
    this.#session = session;
  }

  publish(packet: PublishPacket, topic: string): void {
    const { qos, id } = packet;
    const { unreleased } = this.#session;
    const message = this.#messageOf(packet, topic);
    if (qos === 0) {
      this.#work(message, () => this.#connection.broker.route(message));
    } else if (qos === 1) {
      this.#unacknowledged += 1;
      this.#mind();
      this.#work(message, () => {
        this.#unacknowledged -= 1;
        this.#answer(PUBACK_BYTE, id);
        this.#connection.broker.route(message);
      });
    } else if (unreleased.has(id)) {
      // §4.3.3: what has come already is acknowledged, and handed on once.
      this.#answer(PUBREC_BYTE, id);
    } else {
      unreleased.set(id, message);
      this.#mind();
      this.#work(message, () => this.#answer(PUBREC_BYTE, id));
    }
  }

  acknowledge(type: number, { id, reason }: AckPacket): void {
    const { outbox } = this.#session;
    if (type === PUBACK) outbox.done(id, false);
    else if (type === PUBCOMP) outbox.done(id, true);
    else if (type === PUBREC) {
      const isKnown = outbox.received(id, reason);
      if (!isKnown && reason < FAILURE) this.#connection.release(id, ID_NOT_FOUND);
    } else this.#released(id);
  }

  /** PUBREL: now the message is handed on, as method A of §4.3.3 has it. */
  #released(id: number): void {
    const { unreleased } = this.#session;
    const message = unreleased.get(id);
    unreleased.delete(id);
    this.#answer(PUBCOMP_BYTE, id, message === undefined ? ID_NOT_FOUND : SUCCESS);
    if (message !== undefined) this.#connection.broker.route(message);
  }

  #messageOf({ qos, retain, payload, properties }: PublishPacket, topic: string): Message {
    const { messageExpiry, passedOn } = properties;
    const { clock } = this.#connection.broker;
    const livesMs = messageExpiry === undefined ? Infinity : messageExpiry * MS_PER_SECOND;
    const from = this.#session.clientId;
    return { topic, payload, qos, retain, passedOn, expiresMs: clock.nowMs + livesMs, from };
  }

  /** §4.9: no more than was allowed. */
  #mind(): void {
    const most = this.#connection.broker.limits.receiveMaximum;
    if (this.#unacknowledged + this.#session.unreleased.size > most) {
      throw new Refusal(RECEIVE_MAXIMUM, 'more messages are under way than may be');
    }
  }

  #answer(first: number, id: number, reason = SUCCESS): void {
    const connection = this.#connection;
    if (connection.isOpen) connection.write(acknowledged(first, id, connection.version, reason));
  }

  #work(message: Message, act: () => void): void {
    const { work } = this.#connection.broker.hooks;
    if (work === undefined) {
      act();
      return;
    }
    const job = { act, isDone: false };
    this.#jobs.push(job);
    work(this.#session.clientId, message, () => this.#done(job));
  }

  #done(job: Job): void {
    job.isDone = true;
    while (this.#jobs[0]?.isDone === true) this.#jobs.shift()!.act();
  }
}
