/** An application message, and how PUBLISH has it. Source: MQTT 5.0 §3.3, 3.1.1 §3.3 */
import type { Version } from './version.ts';

export type Level = 0 | 1 | 2;

export interface Message {
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: Level;
  readonly retain: boolean;
  /** Properties that are handed on as they came. */
  readonly passedOn: Buffer;
  /** When nobody wants it any more, ms; Infinity: never. */
  readonly expiresMs: number;
  /** Client identifier of its publisher. */
  readonly from: string;
  /** QoS 0 without anything of a single receiver: made once for all of them, by version. */
  plain?: (Buffer | undefined)[];
}

/** What one receiver's copy has beside the message. */
export interface Copy {
  readonly message: Message;
  readonly qos: Level;
  readonly retain: boolean;
  /** Identifiers of the subscriptions that it comes by. */
  readonly subscriptionIds: readonly number[];
}

export interface Sending {
  readonly version: Version;
  readonly nowMs: number;
  readonly isAgain: boolean;
  /** 0 with QoS 0. */
  readonly id: number;
  /** 0: none. */
  readonly alias: number;
  /** Whether the receiver knows the alias. */
  readonly isKnownAlias: boolean;
}

const PUBLISH = 0x30;
const DUP = 0x08;
const RETAIN = 0x01;
const EXPIRY = 0x02;
const SUBSCRIPTION_ID = 0x0b;
const ALIAS = 0x23;
const MS_PER_SECOND = 1000;

/** The packet. */
export function publishOf(copy: Copy, sending: Sending): Buffer {
  const { message, qos, retain, subscriptionIds } = copy;
  const { version, id, alias } = sending;
  const isPlain = qos === 0 && !retain && alias === 0 && subscriptionIds.length === 0;
  if (!isPlain || message.expiresMs !== Number.POSITIVE_INFINITY) return encode(copy, sending, id);
  message.plain ??= [];
  message.plain[version] ??= encode(copy, sending, id);
  return message.plain[version];
}

function encode({ message, qos, retain, subscriptionIds }: Copy, sending: Sending, id: number) {
  const { version, isAgain, alias, isKnownAlias } = sending;
  const topic = alias > 0 && isKnownAlias ? '' : message.topic;
  const own = version === 5 ? ownProperties(message, subscriptionIds, sending) : undefined;
  const topicBytes = Buffer.byteLength(topic);
  const properties = own === undefined ? 0 : own.length + message.passedOn.length;
  const head = own === undefined ? 0 : integerBytes(properties) + properties;
  const length = 2 + topicBytes + (qos > 0 ? 2 : 0) + head + message.payload.length;
  const packet = Buffer.allocUnsafe(1 + integerBytes(length) + length);
  packet[0] = PUBLISH | (isAgain ? DUP : 0) | (qos << 1) | (retain ? RETAIN : 0);
  let at = writeInteger(packet, 1, length);
  at = packet.writeUInt16BE(topicBytes, at);
  at += packet.write(topic, at);
  if (qos > 0) at = packet.writeUInt16BE(id, at);
  if (own !== undefined) {
    at = writeInteger(packet, at, properties);
    at += own.copy(packet, at);
    at += message.passedOn.copy(packet, at);
  }
  message.payload.copy(packet, at);
  return packet;
}

const NONE = Buffer.alloc(0);

function ownProperties(
  { expiresMs }: Message,
  subscriptionIds: readonly number[],
  { nowMs, alias }: Sending,
): Buffer {
  const expires = expiresMs < Number.POSITIVE_INFINITY;
  if (!expires && alias === 0 && subscriptionIds.length === 0) return NONE;
  const bytes: number[] = [];
  if (expires) {
    // §3.3.2.3.3: what is left of it, whole seconds.
    const left = Math.max(0, Math.ceil((expiresMs - nowMs) / MS_PER_SECOND));
    bytes.push(EXPIRY, (left >>> 24) & 255, (left >>> 16) & 255, (left >>> 8) & 255, left & 255);
  }
  if (alias > 0) bytes.push(ALIAS, alias >> 8, alias & 255);
  for (const id of subscriptionIds) bytes.push(SUBSCRIPTION_ID, ...integerOf(id));
  return Buffer.from(bytes);
}

/** §1.5.5 */
export function integerOf(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  do {
    bytes.push((left & 127) | (left > 127 ? 128 : 0));
    left >>>= 7;
  } while (left > 0);
  return bytes;
}

const integerBytes = (value: number): number =>
  value < 128 ? 1 : value < 16_384 ? 2 : value < 2_097_152 ? 3 : 4;

function writeInteger(into: Buffer, from: number, value: number): number {
  let [left, at] = [value, from];
  do {
    into[at] = (left & 127) | (left > 127 ? 128 : 0);
    at += 1;
    left >>>= 7;
  } while (left > 0);
  return at;
}
