/** How an asker's library comes to a connection to a node. */
import type { Duplex } from 'node:stream';
import type { Lane } from '../../model/node/peer.ts';
import type { Carried } from '../capture/exchange-log.ts';
import { securePort, type TlsVersion } from '../tls/security.ts';
import type { End } from '../wire/courses.ts';
import { hostOf, type Speaking } from './speaking.ts';

export interface DialPlan {
  readonly from: End;
  /** Chance of a device's access network. */
  readonly lane?: Lane | undefined;
  /** Undefined: it is not encrypted. */
  readonly tls?: TlsVersion | undefined;
  /** What it takes in before it is read, bytes. */
  readonly receiveBytes?: number | undefined;
}

/** Of TLS where nobody speaks it, as with live servers. Source: RFC 8446 §2, RFC 5246 §7.3 */
const ROUND_TRIPS = { 'tls-1.3': 1, 'tls-1.2': 2 } as const;
/** What agents of `node:http` ask for: keepAliveMsecs. */
const KEEP_ALIVE_MS = 1000;

export function dialNode(speaking: Speaking, plan: DialPlan, to: number, port: number): Duplex {
  const { network, security } = speaking;
  const { from, lane, receiveBytes } = plan;
  const secured = security === undefined ? undefined : plan.tls;
  const socket = network.dial({
    from,
    to,
    port: secured === undefined ? port : securePort(port),
    isSealed: secured !== undefined,
    extraRoundTrips: secured === undefined && plan.tls ? ROUND_TRIPS[plan.tls] : 0,
    ...(lane && { lane }),
    ...(receiveBytes !== undefined && { receiveBytes }),
  });
  // As net.connect does for who keeps connections.
  socket.setKeepAlive(true, KEEP_ALIVE_MS);
  if (secured === undefined) {
    speaking.log?.dialled(socket, socket);
    return socket;
  }
  const carried: Carried = { carrier: socket };
  const sealed = Object.assign(security!.secure(socket, hostOf(to), secured, port), carried);
  speaking.log?.dialled(sealed, socket);
  return sealed;
}
