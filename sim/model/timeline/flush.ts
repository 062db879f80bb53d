import { z } from 'zod';
import { timelineAction } from './action.ts';

export const flush = timelineAction({
  name: 'flush',
  summary: 'empties caches, which stay up: all that they hold is lost, on disk too',
  source: 'as a lost or reformatted cache volume; a purge of * keeps its room taken, this does not',
  references: ({ nodes }) => [{ param: 'nodes', to: 'instances', name: nodes, needs: 'copies' }],
  params: {
    nodes: z.string().describe('which caches: edge/0, edge/*, edge@virginia or *'),
  },
  make: ({ nodes }, { world, instances }) => ({
    text: `flush ${nodes}`,
    subject: nodes,
    begin: () => {
      for (const id of instances(nodes)) world.nodes[id]!.flush?.();
    },
  }),
});
