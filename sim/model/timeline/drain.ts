import { z } from 'zod';
import { duration } from '../../part/units.ts';
import { timelineAction } from './action.ts';

export const drain = timelineAction({
  name: 'drain',
  summary: 'takes nodes out of their balancers for a time; what they have, they finish',
  source: 'as for maintenance: HAProxy manual, set server … state drain',
  references: ({ node }) => [{ param: 'node', to: 'instances', name: node }],
  params: {
    node: z.string().describe('which: edge/0, edge/*, edge@virginia, or virginia for all there'),
    for: duration({ above: 0 }).describe('how long'),
  },
  make: ({ node, for: lastsMs }, { world, instances }) => ({
    text: `drain ${node} for ${lastsMs / 1000}s`,
    subject: node,
    lastsMs,
    begin: () => {
      for (const id of instances(node)) world.exchange.drain(id);
    },
    end: () => {
      for (const id of instances(node)) world.exchange.fill(id);
    },
  }),
});
