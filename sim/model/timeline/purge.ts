import { z } from 'zod';
import { timelineAction } from './action.ts';

export const purge = timelineAction({
  name: 'purge',
  summary: 'makes caches forget objects by key',
  source: 'as the purge of CDNs: every copy stored before is worthless from then on',
  references: ({ nodes }) => [{ param: 'nodes', to: 'instances', name: nodes }],
  params: {
    nodes: z.string().describe('which caches: edge/0, edge/*, edge@virginia or *'),
    keys: z
      .string()
      .default('*')
      .describe(
        'a key such as /images/17, or the beginning of keys and *; objects of a catalog are /TRAFFIC/RANK',
      ),
    soft: z
      .boolean()
      .default(false)
      .describe(
        'copies become stale instead of being dropped, and are served as stale ones may be',
      ),
  },
  make: ({ nodes, keys, soft }, { world, instances }) => ({
    text: `${soft ? 'soft purge' : 'purge'} ${keys} from ${nodes}`,
    subject: nodes,
    begin: () => {
      for (const [content, { match }] of world.contents.entries()) {
        const objects = match(keys);
        if (objects !== 'all' && objects.length === 0) continue;
        for (const id of instances(nodes)) world.nodes[id]!.purge?.(content, objects, soft);
      }
    },
  }),
});
