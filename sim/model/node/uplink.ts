/** The connections of one node to those that it asks, where packets are followed between nodes, too. */
import { Lines } from '../../engine/lines.ts';
import type { Choice } from '../../part/choice.ts';
import type { Transport } from '../net/transport/transport.ts';
import { FlowPools } from './flow-pools.ts';
import type { NodeContext } from './node.ts';
import type { Lane, Peer } from './peer.ts';

/** An unused connection is closed after this. Source: nginx manual, keepalive_timeout of an upstream. */
const IDLE_MS = 60_000;

/** Whatever a node asks for goes over a transport of its own from now on. */
export function openUplink(
  { world, id, name, group, place }: NodeContext,
  choice: Choice<Transport>,
) {
  const { setupRoundTrips, flow } = choice.make();
  const { simulator, recorder, streams, places } = world;
  const chance = streams.stream(`${name}/uplink`);
  const lane: Lane = { setup: chance, up: chance, down: chance };
  const peer: Peer = {
    id,
    name,
    devices: 1,
    lossRatio: 0,
    lines: new Lines(Float64Array.of(Number.POSITIVE_INFINITY)),
    lineRoomMs: Number.POSITIVE_INFINITY,
    lane: () => lane,
    deviceOf: () => 0,
    accessMs: () => 0,
    upMs: () => 0,
    received: (call) => world.exchange.returned(call),
  };
  const opened = recorder.counter('node_connections', {
    node: group,
    place: places[place]!.name,
  });
  const pools = new FlowPools(world, {
    name,
    setupRoundTrips,
    // Proxies open another one when all are taken, so that nothing waits for its turn.
    flow: { ...flow!, connections: Number.POSITIVE_INFINITY },
    idleMs: IDLE_MS,
    opened: () => recorder.add(opened, 1, simulator.nowMs),
  });
  world.exchange.uplinks[id] = {
    carry: (call, bytes, isBroken) => pools.carry(call, bytes, isBroken),
    ask: (call) => pools.request(peer, call),
  };
}
