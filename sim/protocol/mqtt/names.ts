/** Names and payloads that carry the numbers of a model's topics, devices and messages. */

/** Bytes of the number that a payload begins with: one of less has as many. */
export const NUMBER_BYTES = 4;
/** As long as what nobody looks at; the largest object that a scenario publishes may be longer. */
const BLANK = Buffer.alloc(64 * 1024);

/** @param bytes of the payload; below 4 it has 4. */
export function payloadOf(message: number, bytes: number): Buffer {
  const payload =
    bytes <= BLANK.length
      ? Buffer.from(BLANK.subarray(0, Math.max(NUMBER_BYTES, bytes)))
      : Buffer.alloc(bytes);
  payload.writeUInt32BE(message, 0);
  return payload;
}

/** From here on numbers are not of messages: see `Switchboard.markOf`. */
export const FIRST_MARK = 0x8000_0000;

export const messageIn = (payload: Uint8Array): number =>
  ((payload[0]! << 24) | (payload[1]! << 16) | (payload[2]! << 8) | payload[3]!) >>> 0;

/** @param bytes as long as it shall be, where the numbers do not take more. */
function padded(head: string, number: number, bytes: number): string {
  return head + String(number).padStart(Math.max(0, bytes - head.length), '0');
}

/** @param traffic number of the traffic. */
export const topicName = (traffic: number, topic: number, bytes: number): string =>
  padded(`t${traffic}/`, topic, bytes);

export const trafficOf = (topic: string): number => Number(topic.slice(1, topic.indexOf('/')));

export const clientName = (traffic: number, node: number, device: number, bytes: number): string =>
  padded(`d${traffic}-${node}-`, device, bytes);

export const isBridge = (client: string): boolean => client.startsWith('bridge-');
export const bridgeName = (from: number): string => `bridge-${from}`;
