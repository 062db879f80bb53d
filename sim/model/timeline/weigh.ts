import { z } from 'zod';
import { number } from '../../part/units.ts';
import { timelineAction } from './action.ts';

export const weigh = timelineAction({
  name: 'weigh',
  summary: 'changes the weight of nodes for balancers that look at weights',
  source: 'as HAProxy manual, set server … weight',
  references: ({ node }) => [{ param: 'node', to: 'instances', name: node }],
  params: {
    node: z.string().describe('which: edge/0, edge/*, edge@virginia, or virginia for all there'),
    weight: number({ min: 0 }).describe('from now on; 0: nothing more goes there'),
  },
  make: ({ node, weight }, { world, instances }) => ({
    text: `weigh ${node} as ${weight}`,
    subject: node,
    begin: () => {
      for (const id of instances(node)) world.exchange.weigh(id, weight);
    },
  }),
});
