/** Packets that clients send, read strictly. Source: MQTT 5.0 §3, MQTT 3.1.1 §3 */
import { Cursor } from './cursor.ts';
import type { Level } from './message.ts';
import { NO_PROPERTIES, type PacketName, type Properties, readProperties } from './properties.ts';
import { BAD_FILTER, BAD_TOPIC, malformed, Refusal, SUCCESS, violation } from './reasons.ts';
import { isTopicFilter, isTopicName, sharedFilter } from './topics.ts';
import type { Version } from './version.ts';

/** Types of packets: the upper half of the first byte. §2.1.2 */
export const CONNECT = 1;
export const PUBLISH = 3;
export const PUBACK = 4;
export const PUBREC = 5;
export const PUBREL = 6;
export const PUBCOMP = 7;
export const SUBSCRIBE = 8;
export const UNSUBSCRIBE = 10;
export const PINGREQ = 12;
export const DISCONNECT = 14;
export const AUTH = 15;

export interface PublishPacket {
  readonly isAgain: boolean;
  readonly qos: Level;
  readonly retain: boolean;
  readonly topic: string;
  readonly id: number;
  readonly properties: Properties;
  readonly payload: Buffer;
}

export interface SubscriptionRequest {
  readonly filter: string;
  readonly qos: Level;
  /** Options of 5; as 3.1.1 has it: false, false, 0. §3.8.3.1 */
  readonly noLocal: boolean;
  readonly asPublished: boolean;
  readonly retainHandling: 0 | 1 | 2;
}

export interface SubscribePacket {
  readonly id: number;
  readonly subscriptionId: number | undefined;
  readonly requests: readonly SubscriptionRequest[];
}

const propertiesOf = (body: Cursor, version: Version, packet: PacketName): Properties =>
  version === 5 ? readProperties(body, packet) : NO_PROPERTIES;

/** @param flags the lower half of the first byte: DUP, QoS, RETAIN. §3.3.1 */
export function readPublish(flags: number, body: Cursor, version: Version): PublishPacket {
  const qos = (flags >> 1) & 3;
  if (qos === 3) throw malformed('PUBLISH has QoS 3');
  const isAgain = (flags & 8) !== 0;
  if (isAgain && qos === 0) throw malformed('PUBLISH of QoS 0 is sent again');
  const topic = body.string();
  const id = qos > 0 ? packetId(body) : 0;
  const properties = propertiesOf(body, version, 'publish');
  const { alias, responseTopic } = properties;
  if (topic === '' && alias === undefined) throw violation('PUBLISH has no topic');
  if (topic !== '' && !isTopicName(topic)) throw new Refusal(BAD_TOPIC, 'a topic has wildcards');
  if (responseTopic !== undefined && !isTopicName(responseTopic))
    throw violation('a response topic has wildcards');
  const retain = (flags & 1) !== 0;
  return { isAgain, qos: qos as Level, retain, topic, id, properties, payload: body.rest() };
}

/** §2.2.1: an identifier is not 0. */
function packetId(body: Cursor): number {
  const id = body.twoBytes();
  if (id === 0) throw violation('a packet identifier is 0');
  return id;
}

export interface AckPacket {
  readonly id: number;
  readonly reason: number;
}

/** Reasons that each may give. §3.4.2.1, §3.5.2.1, §3.6.2.1, §3.7.2.1 */
const OF_RECEIVER = new Set([0x00, 0x10, 0x80, 0x83, 0x87, 0x90, 0x91, 0x97, 0x99]);
const OF_RELEASE = new Set([0x00, 0x92]);

export function readAck(type: number, body: Cursor, version: Version): AckPacket {
  const id = packetId(body);
  if (version === 4 || body.left === 0) {
    body.done();
    return { id, reason: SUCCESS };
  }
  const reason = body.byte();
  const known = type === PUBACK || type === PUBREC ? OF_RECEIVER : OF_RELEASE;
  if (!known.has(reason)) throw malformed(`an acknowledgement gives ${reason} as its reason`);
  if (body.left > 0) readProperties(body, 'ack');
  body.done();
  return { id, reason };
}

/** §3.8 */
export function readSubscribe(body: Cursor, version: Version): SubscribePacket {
  const id = packetId(body);
  const { subscriptionId } = propertiesOf(body, version, 'subscribe');
  if (body.left === 0) throw violation('SUBSCRIBE has no filter');
  const requests: SubscriptionRequest[] = [];
  while (body.left > 0) requests.push(request(body, version));
  return { id, subscriptionId, requests };
}

function request(body: Cursor, version: Version): SubscriptionRequest {
  const filter = body.string();
  const options = body.byte();
  const reserved = version === 5 ? 0xc0 : 0xfc;
  if ((options & reserved) !== 0) throw malformed('options of a subscription have reserved bits');
  const qos = options & 3;
  if (qos === 3) throw malformed('a subscription has QoS 3');
  const retainHandling = (options >> 4) & 3;
  if (retainHandling === 3) throw violation('a subscription handles retained messages in way 3');
  const shared = sharedFilter(filter);
  const isWrong = shared === 'wrong' || (shared === undefined && !isTopicFilter(filter));
  if (isWrong && version === 4) throw new Refusal(BAD_FILTER, 'a filter is not well-formed');
  const noLocal = (options & 4) !== 0;
  if (noLocal && shared !== undefined) throw violation('a shared subscription is no-local');
  return {
    filter,
    qos: qos as Level,
    noLocal,
    asPublished: (options & 8) !== 0,
    retainHandling: retainHandling as 0 | 1 | 2,
  };
}

/** §3.10 */
export function readUnsubscribe(body: Cursor, version: Version) {
  const id = packetId(body);
  propertiesOf(body, version, 'unsubscribe');
  if (body.left === 0) throw violation('UNSUBSCRIBE has no filter');
  const filters: string[] = [];
  while (body.left > 0) filters.push(body.string());
  if (filters.includes('')) throw malformed('a filter is empty');
  return { id, filters };
}

/** Reasons of a client's DISCONNECT. §3.14.2.1 */
const OF_LEAVING = new Set([
  0x00, 0x04, 0x80, 0x81, 0x82, 0x83, 0x90, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99,
]);

/** §3.14 */
export function readDisconnect(body: Cursor, version: Version) {
  if (version === 4 || body.left === 0) {
    body.done();
    return { reason: SUCCESS, sessionExpiry: undefined };
  }
  const reason = body.byte();
  if (!OF_LEAVING.has(reason)) throw malformed(`DISCONNECT gives ${reason} as its reason`);
  const { sessionExpiry } = body.left > 0 ? readProperties(body, 'disconnect') : NO_PROPERTIES;
  body.done();
  return { reason, sessionExpiry };
}

export { Cursor };
