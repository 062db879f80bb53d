/** One connection of a client: what it may send when, and how it ends. Source: MQTT 5.0 §3, §4.13; 3.1.1 §3, §4.8 */
import { AliasesIn, AliasesOut } from './aliases.ts';
import { acknowledged, goodbye, PONG, PUBREL_BYTE, refused } from './answers.ts';
import type { Broker } from './broker.ts';
import { Silence } from './clock.ts';
import { type ConnectPacket, readConnect, UnknownVersion } from './connect-packet.ts';
import { answerConnect, idOf } from './connecting.ts';
import { Cursor } from './cursor.ts';
import { type Frame, Framing } from './framing.ts';
import type { Link } from './link.ts';
import { type Copy, publishOf } from './message.ts';
import type { Wire } from './outbox.ts';
import * as packets from './packets.ts';
import { Publishing } from './publishing.ts';
import {
  BAD_AUTH_METHOD,
  BAD_CLIENT_ID,
  KEEP_ALIVE_TIMEOUT,
  PROTOCOL_ERROR,
  Refusal,
  SUCCESS,
  TAKEN_OVER,
  violation,
} from './reasons.ts';
import type { Session } from './session.ts';
import { subscribe, unsubscribe } from './subscribing.ts';
import type { Version } from './version.ts';

/** §3.1.2.10 */
const KEEP_ALIVE_FACTOR = 1.5;
const MS_PER_SECOND = 1000;
/** Nobody has a packet of more bytes: §2.1.4. */
const LARGEST_PACKET = 268_435_460;

export class Connection implements Wire {
  readonly broker: Broker;
  readonly #link: Link;
  readonly #framing: Framing;
  /** 'asking': CONNECT has come, and is not answered. */
  #state: 'new' | 'asking' | 'open' | 'closed' = 'new';
  version: Version = 5;
  session: Session | undefined;
  /** What the client has said of itself. */
  #packetBytes = LARGEST_PACKET;
  #aliasesIn = new AliasesIn(0);
  #aliasesOut = new AliasesOut(0);
  #expirySeconds = 0;
  #publishing: Publishing | undefined;
  #silence: Silence | undefined;

  constructor(broker: Broker, link: Link) {
    this.broker = broker;
    this.#link = link;
    this.#framing = new Framing(broker.limits.maximumPacketBytes);
    this.#silence = new Silence(broker.clock, broker.limits.connectMs, () => this.close());
  }

  get isOpen(): boolean {
    return this.#state === 'open';
  }

  /** Bytes have come. */
  read(bytes: Buffer): void {
    if (this.#state === 'closed') return;
    this.#framing.add(bytes);
    this.#pump();
  }

  /** The network has no connection any more, and nobody has said goodbye. */
  gone(): void {
    if (this.#state !== 'closed') this.#leave(false);
  }

  /** Nobody is told: the broker is dead. */
  vanish(): void {
    this.#state = 'closed';
    this.#silence?.end();
  }

  /** Ends it. @param reason told to clients of 5 that are connected (§3.14, §4.13.1). */
  close(reason?: number): void {
    if (this.#state === 'closed') return;
    if (reason !== undefined && this.version === 5 && this.isOpen) this.write(goodbye(reason));
    this.#link.end();
    this.#leave(reason === TAKEN_OVER);
  }

  /** @returns false when the packet is larger than the client takes (§3.1.2.11.4). */
  write(bytes: Buffer): boolean {
    if (bytes.length > this.#packetBytes) return false;
    this.#link.write(bytes);
    return true;
  }

  /** A message of QoS 0. @returns whether it was sent. */
  show(copy: Copy): boolean {
    if (!this.isOpen || this.#link.waitingBytes > this.broker.limits.mostWaitingBytes) return false;
    return copy.message.expiresMs > this.broker.clock.nowMs && this.publish(copy, 0, false);
  }

  publish(copy: Copy, id: number, isAgain: boolean): boolean {
    const alias = this.#aliasesOut.of(copy.message.topic);
    const { nowMs } = this.broker.clock;
    const packet = publishOf(copy, {
      version: this.version,
      nowMs,
      isAgain,
      id,
      alias: alias < 0 ? -alias : alias,
      isKnownAlias: alias > 0,
    });
    if (this.write(packet)) return true;
    if (alias < 0) this.#aliasesOut.forget(copy.message.topic);
    return false;
  }

  release(id: number, reason: number): void {
    this.write(acknowledged(PUBREL_BYTE, id, this.version, reason));
  }

  #pump(): void {
    try {
      while (this.#state === 'new' || this.#state === 'open') {
        const frame = this.#framing.next();
        if (frame === undefined) return;
        this.#silence?.heard();
        if (this.#state === 'new') this.#first(frame);
        else this.#take(frame);
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#refuse(error);
    }
  }

  /** §4.13: where 5 has a word for it, it is said before the connection ends. */
  #refuse(refusal: Refusal): void {
    if (this.#state === 'new' && refusal instanceof UnknownVersion) {
      const answer = refused(refusal.isOlder ? 4 : 5, refusal.reason);
      if (answer !== undefined) this.write(answer);
    }
    this.close(refusal.reason);
  }

  /** §3.1: the first packet is CONNECT, and there is no other. */
  #first({ type, body }: Frame): void {
    if (type !== packets.CONNECT) throw violation('the first packet is not CONNECT');
    const packet = readConnect(new Cursor(body));
    this.version = packet.version;
    const reason = this.#objectionTo(packet);
    if (reason !== SUCCESS) {
      this.#turnAway(reason);
      return;
    }
    const clientId = idOf(packet, this.broker);
    this.#state = 'asking';
    const { accept } = this.broker.hooks;
    if (accept === undefined) this.#answer(packet, clientId, SUCCESS);
    else accept(clientId, (answer) => this.#answer(packet, clientId, answer));
  }

  #objectionTo({ version, clientId, isClean, properties }: ConnectPacket): number {
    // 3.1.1 §3.1.3.1: who has no name has no session either.
    if (version === 4 && clientId === '' && !isClean) return BAD_CLIENT_ID;
    if (properties.authData !== undefined && properties.authMethod === undefined)
      throw violation('data of an authentication without a method');
    return properties.authMethod === undefined ? SUCCESS : BAD_AUTH_METHOD;
  }

  #turnAway(reason: number): void {
    const answer = refused(this.version, reason);
    if (answer !== undefined) this.write(answer);
    this.close();
  }

  #answer(packet: ConnectPacket, clientId: string, reason: number): void {
    if (this.#state !== 'asking') return;
    if (reason !== SUCCESS) {
      this.#turnAway(reason);
      return;
    }
    this.#open(packet, clientId);
    this.#pump();
  }

  #open(packet: ConnectPacket, clientId: string): void {
    const { broker } = this;
    const { limits, hooks } = broker;
    const { properties } = packet;
    const { session, isPresent } = broker.open(this, clientId, packet);
    this.session = session;
    this.#state = 'open';
    this.#packetBytes = properties.maximumPacket ?? LARGEST_PACKET;
    this.#aliasesIn = new AliasesIn(this.version === 5 ? limits.topicAliasMaximum : 0);
    this.#aliasesOut = new AliasesOut(properties.aliasMaximum ?? 0);
    this.#expirySeconds = properties.sessionExpiry ?? 0;
    this.#publishing = new Publishing(this, session);
    this.#watch(limits.keepAliveSeconds ?? packet.keepAliveSeconds);
    this.write(answerConnect(packet, clientId, session, isPresent, limits));
    hooks.began?.(clientId, isPresent);
    session.outbox.attach(this, properties.receiveMaximum ?? limits.receiveMaximum);
  }

  #watch(seconds: number): void {
    this.#silence?.end();
    const limitMs = seconds * KEEP_ALIVE_FACTOR * MS_PER_SECOND;
    this.#silence =
      seconds === 0
        ? undefined
        : new Silence(this.broker.clock, limitMs, () => this.close(KEEP_ALIVE_TIMEOUT));
  }

  #take({ type, flags, body }: Frame): void {
    const cursor = new Cursor(body);
    const session = this.session!;
    const { version } = this;
    switch (type) {
      case packets.PUBLISH: {
        const packet = packets.readPublish(flags, cursor, version);
        const topic = this.#aliasesIn.resolve(packet.topic, packet.properties.alias);
        this.#publishing!.publish(packet, topic);
        return;
      }
      case packets.PUBACK:
      case packets.PUBREC:
      case packets.PUBREL:
      case packets.PUBCOMP:
        this.#publishing!.acknowledge(type, packets.readAck(type, cursor, version));
        return;
      case packets.SUBSCRIBE:
        subscribe(this, session, packets.readSubscribe(cursor, version));
        return;
      case packets.UNSUBSCRIBE:
        unsubscribe(this, session, packets.readUnsubscribe(cursor, version));
        return;
      case packets.PINGREQ:
        cursor.done();
        this.write(PONG);
        return;
      case packets.DISCONNECT:
        this.#goodbye(packets.readDisconnect(cursor, version));
        return;
      default:
        // A second CONNECT, what only servers send, and AUTH where CONNECT had no method (§4.12).
        throw new Refusal(PROTOCOL_ERROR, `a client sends type ${type}`);
    }
  }

  /** §3.14.4 */
  #goodbye(said: { reason: number; sessionExpiry: number | undefined }): void {
    const session = this.session!;
    const { reason, sessionExpiry } = said;
    if (sessionExpiry !== undefined) {
      if (this.#expirySeconds === 0 && sessionExpiry > 0)
        throw violation('a session that was to end is to be kept');
      session.expirySeconds = Math.min(sessionExpiry, this.broker.limits.sessionExpirySeconds);
    }
    if (reason === SUCCESS) {
      session.will?.discard();
      session.will = undefined;
    }
    this.close();
  }

  #leave(isTakenOver: boolean): void {
    const { session } = this;
    this.#state = 'closed';
    this.#silence?.end();
    if (session?.connection === this) this.broker.leave(session, isTakenOver);
  }
}
