/**
 * A chat over NATS: a subject for each person and each room, and a subscription for each member. Nothing is kept and
 * nothing confirmed: at most once, as WebSocket without confirmations. Source: docs.nats.io, client protocol.
 */
import type { Link } from '../../protocol/chat/link.ts';
import type { SpokenProtocol } from '../../protocol/chat/spoken-protocol.ts';
import { NatsDevice } from './nats-device.ts';

/** Of the IANA registry. */
const NATS_PORT = 4222;

/** @param links of devices, by their addresses. */
export function natsChat(
  links: Map<string, Link>,
): Pick<SpokenProtocol, 'port' | 'keeping' | 'join'> & { message: RegExp } {
  return {
    port: NATS_PORT,
    keeping: { isKept: false, most: 0 },
    // The envelope that follows the line of PUB.
    message: /\{"id":(\d+),"from":/,
    join: (joining, person) => new NatsDevice(joining, person, links),
  };
}
