/** Sizes and numbers of MQTT's packets. Source: OASIS MQTT 3.1.1 (2014) and MQTT 5.0 (2019). */

export type MqttVersion = '3.1.1' | '5';
export type QoS = 0 | 1 | 2;

/** Packet identifiers, lengths of strings: two bytes. Source: §1.5.2 to §1.5.4, §2.3.1. */
const ID_BYTES = 2;
/** A keep-alive of 0 is none; after one and a half of it the server closes. Source: 3.1.1 §3.1.2.10. */
export const KEEP_ALIVE_FACTOR = 1.5;
/** Protocol name 6, level 1, flags 1, keep-alive 2. Source: 3.1.1 §3.1.2. */
const CONNECT_HEADER_BYTES = 10;
/** Identifier 1 and four bytes of seconds. Source: 5.0 §3.1.2.11.2. */
const SESSION_EXPIRY_BYTES = 5;

/** Bytes in which a length is written, seven bits each, four at most. Source: 3.1.1 §2.2.3. */
export function lengthBytes(length: number): number {
  if (length < 128) return 1;
  if (length < 16_384) return 2;
  return length < 2_097_152 ? 3 : 4;
}

/** Fixed header of type and length, and what follows it. Source: 3.1.1 §2.2. */
const packet = (length: number): number => 1 + lengthBytes(length) + length;
/** MQTT 5 has a length of properties, 0 where there are none. Source: 5.0 §2.2.2. */
const noProperties = (version: MqttVersion): number => (version === '5' ? 1 : 0);

export interface MqttPublish {
  readonly qos: QoS;
  /** Bytes of the topic name in UTF-8; 0 with an alias. */
  readonly topicBytes: number;
  readonly payloadBytes: number;
  readonly version?: MqttVersion;
  /** A number stands for the topic, which was sent before. Source: 5.0 §3.3.2.3.4, three bytes. */
  readonly hasAlias?: boolean;
}

/** PUBLISH. Source: 3.1.1 §3.3: topic, packet identifier unless QoS 0, payload. */
export function publishBytes(given: MqttPublish): number {
  const { qos, topicBytes, payloadBytes, version = '3.1.1', hasAlias = false } = given;
  const id = qos === 0 ? 0 : ID_BYTES;
  const properties = noProperties(version) + (hasAlias ? 3 : 0);
  return packet(ID_BYTES + topicBytes + id + properties + payloadBytes);
}

/**
 * PUBACK, PUBREC, PUBREL, PUBCOMP, UNSUBACK of 3.1.1: an identifier alone. MQTT 5 may leave out reason and
 * properties where all is well. Source: 3.1.1 §3.4 to §3.7, 5.0 §3.4.2.1.
 */
export const ACK_BYTES = packet(ID_BYTES);

/** Packets that follow a PUBLISH, by who sends them: PUBACK, or PUBREC, PUBREL and PUBCOMP. Source: §4.3. */
const FOLLOWERS: Readonly<Record<QoS, readonly ('receiver' | 'sender')[]>> = {
  0: [],
  1: ['receiver'],
  2: ['receiver', 'sender', 'receiver'],
};
export const followersOf = (qos: QoS): readonly ('receiver' | 'sender')[] => FOLLOWERS[qos];
/** Packets of one message on one hop: 1, 2 or 4. Source: 3.1.1 §4.3. */
export const packetsPerMessage = (qos: QoS): number => 1 + FOLLOWERS[qos].length;

export interface MqttConnect {
  readonly clientIdBytes: number;
  readonly version?: MqttVersion;
  /** Undefined: no will. */
  readonly will?: { readonly topicBytes: number; readonly payloadBytes: number };
  readonly userBytes?: number;
  readonly passwordBytes?: number;
  /** Only MQTT 5 says how long a session is kept; 3.1.1 has a flag. */
  readonly saysExpiry?: boolean;
}

/** CONNECT. Source: 3.1.1 §3.1, 5.0 §3.1. */
export function connectBytes(given: MqttConnect): number {
  const { clientIdBytes, version = '3.1.1', will, userBytes, passwordBytes, saysExpiry } = given;
  const expiry = version === '5' && saysExpiry === true ? SESSION_EXPIRY_BYTES : 0;
  const text = (bytes: number | undefined) => (bytes === undefined ? 0 : ID_BYTES + bytes);
  const last =
    will === undefined
      ? 0
      : noProperties(version) + text(will.topicBytes) + text(will.payloadBytes);
  const header = CONNECT_HEADER_BYTES + noProperties(version) + expiry;
  return packet(header + text(clientIdBytes) + last + text(userBytes) + text(passwordBytes));
}

/** CONNACK: flags and a code. Source: 3.1.1 §3.2. */
export const connackBytes = (version: MqttVersion = '3.1.1'): number =>
  packet(2 + noProperties(version));

/** SUBSCRIBE: a filter and its QoS each. Source: 3.1.1 §3.8. */
export function subscribeBytes(
  filterBytes: readonly number[],
  version: MqttVersion = '3.1.1',
): number {
  const filters = filterBytes.reduce((sum, bytes) => sum + ID_BYTES + bytes + 1, 0);
  return packet(ID_BYTES + noProperties(version) + filters);
}

/** SUBACK: a code for each filter. Source: 3.1.1 §3.9. */
export const subackBytes = (filters: number, version: MqttVersion = '3.1.1'): number =>
  packet(ID_BYTES + noProperties(version) + filters);

/** PINGREQ, PINGRESP, and DISCONNECT without a reason. Source: 3.1.1 §3.12 to §3.14. */
export const BARE_BYTES = packet(0);
