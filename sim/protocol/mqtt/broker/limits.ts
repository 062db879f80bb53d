/** What a broker allows its clients, and says of itself in CONNACK. Source: MQTT 5.0 §3.2.2.3 */
export interface Limits {
  /** Messages of QoS 1 and 2 that a client may have under way, 1 to 65535. */
  readonly receiveMaximum: number;
  /** Bytes of a packet, 2 or more. */
  readonly maximumPacketBytes: number;
  /** Topics that a client may give numbers to in a connection, 0 to 65535. */
  readonly topicAliasMaximum: number;
  /** In the place of what clients ask for, s; undefined: as they ask. */
  readonly keepAliveSeconds: number | undefined;
  /** The longest that a session outlives its connection, s. */
  readonly sessionExpirySeconds: number;
  /** Messages of QoS 1 and 2 for one client. */
  readonly queue: number;
  /** Bytes that wait for a client that does not take them; beyond, what comes with QoS 0 is dropped. */
  readonly mostWaitingBytes: number;
  /** How long a connection may be there without CONNECT, ms. */
  readonly connectMs: number;
}

/** As Mosquitto 2.0 has them (mosquitto.conf), where it has any; bytes that wait and time to CONNECT are assumptions. */
export const USUAL_LIMITS: Limits = {
  receiveMaximum: 65_535,
  maximumPacketBytes: 268_435_460,
  topicAliasMaximum: 10,
  keepAliveSeconds: undefined,
  sessionExpirySeconds: 0xffff_ffff,
  queue: 1000,
  mostWaitingBytes: 1_048_576,
  connectMs: 30_000,
};
