/** A chat over XMPP: `@xmpp/client` 0.14 before a server of our own. */
import type { Link } from '../link.ts';
import type { SpokenProtocol } from '../spoken-protocol.ts';
import { XmppDevice } from './device.ts';
import { XmppStream } from './server.ts';

export interface XmppPlan {
  /** Whether stanzas are counted and sessions resumed (XEP-0198). */
  readonly isManaged: boolean;
  /** Messages after which the server asks the client how many it has. */
  readonly every: number;
  readonly isEncrypted: boolean;
  /** Connections by the address of the client. */
  readonly links: Map<string, Link>;
}

/** RFC 6120 §14.7 */
const XMPP_PORT = 5222;

export function spokenXmpp(params: Readonly<Record<string, unknown>>): SpokenProtocol {
  const {
    'stream-management': isManaged,
    'ack-every': every,
    tls: isEncrypted,
  } = params as { 'stream-management': boolean; 'ack-every': number; tls: boolean };
  const plan: XmppPlan = { isManaged, every, isEncrypted, links: new Map() };
  return {
    port: XMPP_PORT,
    keeping: { isKept: isManaged, most: Number.POSITIVE_INFINITY },
    isBare: true,
    serve: (hub) => (socket) => {
      const link = plan.links.get(`${socket.remoteAddress}:${socket.remotePort}`);
      if (link === undefined) socket.destroy();
      else new XmppStream(hub, plan, socket, link);
    },
    join: (joining, person) => new XmppDevice(joining, person, plan),
  };
}
