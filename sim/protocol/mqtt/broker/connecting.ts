/** What a broker answers to CONNECT. Source: MQTT 5.0 §3.2, MQTT 3.1.1 §3.2 */
import { accepted, type ConnackProperties } from './answers.ts';
import type { Broker } from './broker.ts';
import type { ConnectPacket } from './connect-packet.ts';
import type { Limits } from './limits.ts';
import type { Session } from './session.ts';

/** Receive Maximum where nothing is said of it. §3.2.2.3.3 */
const UNLIMITED = 65_535;
const LARGEST_PACKET = 268_435_460;

/** §3.1.3.1: who has no name gets one. */
export const idOf = ({ clientId }: ConnectPacket, broker: Broker): string =>
  clientId === '' ? broker.assignId() : clientId;

export function answerConnect(
  packet: ConnectPacket,
  clientId: string,
  session: Session,
  isPresent: boolean,
  limits: Limits,
): Buffer {
  const properties = packet.version === 5 ? sayLimits(packet, session, limits) : {};
  const assigned = packet.clientId === '' ? { assignedClientIdentifier: clientId } : {};
  return accepted(packet.version, isPresent, { ...properties, ...assigned });
}

/** Only what differs from what a client takes for given. §3.2.2.3 */
function sayLimits(
  { properties }: ConnectPacket,
  { expirySeconds }: Session,
  limits: Limits,
): ConnackProperties {
  const { receiveMaximum, maximumPacketBytes, topicAliasMaximum, keepAliveSeconds } = limits;
  return {
    ...(expirySeconds !== (properties.sessionExpiry ?? 0) && {
      sessionExpiryInterval: expirySeconds,
    }),
    ...(receiveMaximum < UNLIMITED && { receiveMaximum }),
    ...(maximumPacketBytes < LARGEST_PACKET && { maximumPacketSize: maximumPacketBytes }),
    ...(topicAliasMaximum > 0 && { topicAliasMaximum }),
    ...(keepAliveSeconds !== undefined && { serverKeepAlive: keepAliveSeconds }),
  };
}
