/** Packets that a broker sends beside PUBLISH, written by mqtt-packet. Source: MQTT 5.0 §3, MQTT 3.1.1 §3 */
import mqtt, { type Packet } from 'mqtt-packet';
import { connackCodeIn3, SUCCESS } from './reasons.ts';
import type { Version } from './version.ts';

const written = (packet: Packet, version: Version): Buffer =>
  mqtt.generate(packet, { protocolVersion: version });

export interface ConnackProperties {
  readonly assignedClientIdentifier?: string;
  readonly sessionExpiryInterval?: number;
  readonly receiveMaximum?: number;
  readonly maximumPacketSize?: number;
  readonly topicAliasMaximum?: number;
  readonly serverKeepAlive?: number;
}

/** §3.2 */
export function accepted(version: Version, isPresent: boolean, said: ConnackProperties): Buffer {
  const head = { cmd: 'connack', sessionPresent: isPresent } as const;
  if (version === 4) return written({ ...head, returnCode: SUCCESS }, version);
  return written({ ...head, reasonCode: SUCCESS, properties: said }, version);
}

/** @returns undefined where 3.1.1 closes without a word. §3.2.2.2 */
export function refused(version: Version, reason: number): Buffer | undefined {
  const head = { cmd: 'connack', sessionPresent: false } as const;
  if (version === 5) return written({ ...head, reasonCode: reason }, version);
  const returnCode = connackCodeIn3(reason);
  return returnCode === undefined ? undefined : written({ ...head, returnCode }, version);
}

/** First bytes of PUBACK, PUBREC, PUBREL and PUBCOMP. §2.1 */
export const PUBACK_BYTE = 0x40;
export const PUBREC_BYTE = 0x50;
export const PUBREL_BYTE = 0x62;
export const PUBCOMP_BYTE = 0x70;

/** Without reason and properties where all is well, as §3.4.2.1 allows: these are half of all packets. */
export function acknowledged(
  first: number,
  id: number,
  version: Version,
  reason = SUCCESS,
): Buffer {
  if (version === 4 || reason === SUCCESS) return Buffer.from([first, 2, id >> 8, id & 255]);
  return Buffer.from([first, 3, id >> 8, id & 255, reason]);
}

/** §3.9 */
export const subscribed = (id: number, reasons: readonly number[], version: Version): Buffer =>
  written({ cmd: 'suback', messageId: id, granted: [...reasons] }, version);

/** §3.11 */
export function unsubscribed(id: number, reasons: readonly number[], version: Version): Buffer {
  if (version === 4) return Buffer.from([0xb0, 2, id >> 8, id & 255]);
  return written({ cmd: 'unsuback', messageId: id, granted: [...reasons] }, version);
}

/** §3.13 */
export const PONG = Buffer.from([0xd0, 0]);

/** Only 5 has words for it. §3.14 */
export const goodbye = (reason: number): Buffer => Buffer.from([0xe0, 1, reason]);
