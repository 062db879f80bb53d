import { z } from 'zod';
import { ratio } from '../../part/units.ts';
import { timelineAction } from './action.ts';

export const migrate = timelineAction({
  name: 'migrate',
  summary:
    'gives devices another address, as from Wi-Fi to a mobile network, which breaks TCP and not QUIC',
  source:
    'a TCP connection is a pair of addresses (RFC 9293 §3.3.1): all is asked for again on new ones; QUIC validates the new path and begins with a new window (RFC 9000 §8.2, §9)',
  references: ({ node }) => [{ param: 'node', to: 'instances', name: node }],
  params: {
    node: z
      .string()
      .describe('clients: people, people/0, people@virginia, or virginia for all there'),
    share: ratio({ above: 0, max: 1 }).prefault('100%').describe('part of the devices'),
  },
  make: ({ node, share }, { world, instances }) => ({
    text: `migrate ${share === 1 ? '' : `${share * 100} % of `}${node}`,
    subject: node,
    begin: () => {
      for (const id of instances(node)) {
        const devices = Math.round((world.nodes[id]!.devices ?? 0) * share);
        for (const content of world.contents) content.moved?.(id, devices);
      }
    },
  }),
});
