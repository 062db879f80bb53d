/** Why something was refused or ended. Source: MQTT 5.0 §2.4, table 2-6; MQTT 3.1.1 §3.2.2.3 for CONNACK. */

export const SUCCESS = 0x00;
export const WITH_WILL = 0x04;
export const NO_SUBSCRIBERS = 0x10;
export const NO_SUBSCRIPTION = 0x11;
export const UNSPECIFIED = 0x80;
export const MALFORMED = 0x81;
export const PROTOCOL_ERROR = 0x82;
export const UNSUPPORTED_VERSION = 0x84;
export const BAD_CLIENT_ID = 0x85;
export const BAD_CREDENTIALS = 0x86;
export const SERVER_UNAVAILABLE = 0x88;
export const BAD_AUTH_METHOD = 0x8c;
export const KEEP_ALIVE_TIMEOUT = 0x8d;
export const TAKEN_OVER = 0x8e;
export const BAD_FILTER = 0x8f;
export const BAD_TOPIC = 0x90;
export const ID_IN_USE = 0x91;
export const ID_NOT_FOUND = 0x92;
export const RECEIVE_MAXIMUM = 0x93;
export const BAD_ALIAS = 0x94;
export const PACKET_TOO_LARGE = 0x95;
export const QUOTA_EXCEEDED = 0x97;

/** What a client has sent is not as it must be; its connection ends. MQTT 5.0 §4.13, 3.1.1 §4.8 */
export class Refusal extends Error {
  readonly reason: number;

  constructor(reason: number, message: string) {
    super(message);
    this.reason = reason;
  }
}

export const malformed = (message: string): Refusal => new Refusal(MALFORMED, message);
export const violation = (message: string): Refusal => new Refusal(PROTOCOL_ERROR, message);

/** Codes of CONNACK in 3.1.1, by those of 5; what has none closes without a word (3.1.1 §3.2.2.3). */
const IN_3: ReadonlyMap<number, number> = new Map([
  [SUCCESS, 0],
  [UNSUPPORTED_VERSION, 1],
  [BAD_CLIENT_ID, 2],
  [SERVER_UNAVAILABLE, 3],
  [BAD_CREDENTIALS, 4],
]);

/** @returns undefined when 3.1.1 has no word for it. */
export const connackCodeIn3 = (reason: number): number | undefined => IN_3.get(reason);
