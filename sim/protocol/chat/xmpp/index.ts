/** A chat over XMPP: `@xmpp/client` 0.14 before a server of our own. */
import type { Link } from '../link.ts';
import type { SpokenProtocol } from '../spoken-protocol.ts';
import { XmppDevice } from './device.ts';
import { type Addresses, OURS } from './names.ts';
import { XmppStream } from './server.ts';

export interface XmppPlan {
  /** Whether stanzas are counted and sessions resumed (XEP-0198). */
  readonly isManaged: boolean;
  /** Messages after which the server asks the client how many it has. */
  readonly every: number;
  readonly isEncrypted: boolean;
  /** Connections by the address of the client. */
  readonly links: Map<string, Link>;
  readonly addresses: Addresses;
}

/** RFC 6120 §14.7 */
const XMPP_PORT = 5222;

type Params = Readonly<Record<string, unknown>>;

export function xmppPlan(params: Params, addresses = OURS): XmppPlan {
  const {
    'stream-management': isManaged,
    'ack-every': every,
    tls: isEncrypted,
  } = params as { 'stream-management': boolean; 'ack-every': number; tls: boolean };
  return { isManaged, every, isEncrypted, links: new Map(), addresses };
}

export function spokenXmpp(params: Params, plan = xmppPlan(params)): SpokenProtocol {
  return {
    port: XMPP_PORT,
    keeping: { isKept: plan.isManaged, most: Number.POSITIVE_INFINITY },
    isBare: true,
    serve: (hub) => (socket) => {
      const link = plan.links.get(`${socket.remoteAddress}:${socket.remotePort}`);
      if (link === undefined) socket.destroy();
      else new XmppStream(hub, plan, socket, link);
    },
    join: (joining, person) => new XmppDevice(joining, person, plan),
  };
}
