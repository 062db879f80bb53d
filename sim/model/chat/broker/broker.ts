/** An MQTT broker: a gateway of things, which keeps their sessions and what is for those that are away. */
import { z } from 'zod';
import { count, duration, rate } from '../../../part/units.ts';
import { varying } from '../../distribution/distribution.ts';
import { nodeKind } from '../../node/node.ts';
import { Gateway } from '../gateway.ts';

export const broker = nodeKind({
  name: 'broker',
  summary:
    'a server of things that publish and subscribe: keeps sessions, and messages for those that are away',
  source:
    'OASIS MQTT 3.1.1 §3.1.2.4 and §4.1 (session state); Mosquitto 2.0, mosquitto.conf: max_queued_messages 1000; work is an assumption',
  serves: ['chat'],
  params: {
    workers: count({ min: 1 }).prefault(8).describe('messages worked on at the same time'),
    service: varying(duration, '50us').describe('work on one message, beside its deliveries'),
    'per-delivery': duration().prefault('5us').describe('work on one delivery'),
    accept: rate({ above: 0 })
      .prefault('2krps')
      .describe('connections that it accepts in a second, as of a gateway'),
    connections: count({ min: 1 }).prefault('1M').describe('the most that it holds (assumption)'),
    backlog: count({ min: 1 })
      .prefault(4096)
      .describe('connections that wait to be accepted; Linux 5.4 and later: somaxconn'),
    queue: count({ min: 1 })
      .prefault(1000)
      .describe('messages kept for one device; what comes beyond is dropped'),
    persistence: z
      .boolean()
      .default(true)
      .describe('whether sessions and what is kept outlive a crash'),
    live: z
      .enum(['node', 'mosquitto'])
      .default('node')
      .describe('server that does its work when run live; node is aedes, in our own process'),
  },
  make: (params, context) => {
    const { workers, service, 'per-delivery': perDelivery } = params;
    const { accept, connections, backlog, queue, persistence } = params;
    const accepting = { perSecond: accept, limit: connections, backlog };
    const kept = { queue, isPersistent: persistence };
    return new Gateway(context, workers, service.make(), perDelivery, accepting, kept);
  },
});
