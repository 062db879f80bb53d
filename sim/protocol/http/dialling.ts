/** How an asker's library comes to a connection to a node. */
import type { Duplex } from 'node:stream';
import type { Lane } from '../../model/node/peer.ts';
import type { End } from '../wire/courses.ts';
import type { Speaking } from './speaking.ts';

export interface DialPlan {
  readonly from: End;
  /** Chance of a device's access network. */
  readonly lane?: Lane | undefined;
  /** Round trips after those of TCP, such as those of TLS. */
  readonly extraRoundTrips: number;
  /** What it takes in before it is read, bytes. */
  readonly receiveBytes?: number | undefined;
}

/** What agents of `node:http` ask for: keepAliveMsecs. */
const KEEP_ALIVE_MS = 1000;

export function dialNode({ network }: Speaking, plan: DialPlan, to: number, port: number): Duplex {
  const { from, lane, extraRoundTrips, receiveBytes } = plan;
  const socket = network.dial({
    from,
    to,
    port,
    extraRoundTrips,
    ...(lane && { lane }),
    ...(receiveBytes !== undefined && { receiveBytes }),
  });
  // As net.connect does for who keeps connections.
  socket.setKeepAlive(true, KEEP_ALIVE_MS);
  return socket;
}
