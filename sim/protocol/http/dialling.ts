/** How an asker's library comes to a connection to a node. */
import type { Duplex } from 'node:stream';
import type { Flow } from '../../model/net/transport/transport.ts';
import type { Lane } from '../../model/node/peer.ts';
import { dialSealed } from '../tls/sealed.ts';
import type { TlsVersion } from '../tls/security.ts';
import type { End } from '../wire/courses.ts';
import type { Speaking } from './speaking.ts';

export interface DialPlan {
  readonly from: End;
  /** Chance of a device's access network. */
  readonly lane?: Lane | undefined;
  /** Undefined: it is not encrypted. */
  readonly tls?: TlsVersion | undefined;
  /** How ends send, and how much is taken in before it is read. */
  readonly flow?: Flow | undefined;
}

/** What agents of `node:http` ask for: keepAliveMsecs. */
const KEEP_ALIVE_MS = 1000;

export function dialNode(speaking: Speaking, plan: DialPlan, to: number, port: number): Duplex {
  const { from, lane, flow, tls } = plan;
  const { plug, carrier } = dialSealed(speaking, {
    from,
    to,
    port,
    tls,
    ...(lane && { lane }),
    flow,
  });
  // As net.connect does for who keeps connections.
  carrier.setKeepAlive(true, KEEP_ALIVE_MS);
  speaking.log?.dialled(plug, carrier);
  return plug;
}
