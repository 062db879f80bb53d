/** CONNECT, read strictly. Source: MQTT 5.0 §3.1, MQTT 3.1.1 §3.1 */
import type { Cursor } from './cursor.ts';
import type { Level } from './message.ts';
import { NO_PROPERTIES, type Properties, readProperties } from './properties.ts';
import { BAD_TOPIC, malformed, Refusal, UNSUPPORTED_VERSION } from './reasons.ts';
import { isTopicName } from './topics.ts';
import type { Version } from './version.ts';

export interface WillRequest {
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: Level;
  readonly retain: boolean;
  readonly properties: Properties;
}

export interface ConnectPacket {
  readonly version: Version;
  /** Clean Start of 5, Clean Session of 3.1.1. §3.1.2.4 */
  readonly isClean: boolean;
  readonly keepAliveSeconds: number;
  readonly properties: Properties;
  readonly clientId: string;
  readonly will: WillRequest | undefined;
  readonly user: string | undefined;
  readonly password: Buffer | undefined;
}

/** A version that is none of ours: known before the rest can be read. */
export class UnknownVersion extends Refusal {
  /** Whether whoever sent it reads what 3.1.1 answers. */
  readonly isOlder: boolean;

  constructor(version: number) {
    super(UNSUPPORTED_VERSION, `version ${version} is neither 4 nor 5`);
    this.isOlder = version < 4;
  }
}

export function readConnect(body: Cursor): ConnectPacket {
  if (body.string() !== 'MQTT') throw malformed('the protocol has another name than MQTT');
  const version = body.byte();
  if (version !== 4 && version !== 5) throw new UnknownVersion(version);
  const flags = flagsOf(body.byte(), version);
  const keepAliveSeconds = body.twoBytes();
  const properties = version === 5 ? readProperties(body, 'connect') : NO_PROPERTIES;
  const clientId = body.string();
  const will = flags.hasWill ? readWill(body, version, flags) : undefined;
  const user = flags.hasUser ? body.string() : undefined;
  const password = flags.hasPassword ? body.binary() : undefined;
  body.done();
  const { isClean } = flags;
  return { version, isClean, keepAliveSeconds, properties, clientId, will, user, password };
}

/** §3.1.2.3 */
function flagsOf(byte: number, version: Version) {
  const bit = (at: number) => ((byte >> at) & 1) === 1;
  if (bit(0)) throw malformed('the reserved flag of CONNECT is set');
  const [hasWill, willQos, willRetain] = [bit(2), (byte >> 3) & 3, bit(5)];
  if (willQos === 3) throw malformed('a will has QoS 3');
  if (!hasWill && (willQos > 0 || willRetain)) throw malformed('flags of a will without a will');
  const [hasPassword, hasUser] = [bit(6), bit(7)];
  if (version === 4 && hasPassword && !hasUser) throw malformed('a password without a user');
  return { isClean: bit(1), hasWill, willQos: willQos as Level, willRetain, hasPassword, hasUser };
}

function readWill(
  body: Cursor,
  version: Version,
  { willQos, willRetain }: { willQos: Level; willRetain: boolean },
): WillRequest {
  const properties = version === 5 ? readProperties(body, 'will') : NO_PROPERTIES;
  const topic = body.string();
  if (!isTopicName(topic)) throw new Refusal(BAD_TOPIC, 'the topic of a will has wildcards');
  return { topic, payload: body.binary(), qos: willQos, retain: willRetain, properties };
}
