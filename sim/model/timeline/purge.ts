import { z } from 'zod';
import { both, isNothing, type Selection } from '../node/selection.ts';
import type { Content } from '../node/world.ts';
import { timelineAction } from './action.ts';

interface What {
  readonly keys?: string | undefined;
  readonly tag?: string | undefined;
}

function selected(content: Content, { keys = '*', tag }: What): Selection {
  const byKey = content.match(keys);
  if (tag === undefined) return byKey;
  return both(byKey, content.tagged(tag), content, `${keys} ${tag}`);
}

const inWords = ({ keys, tag }: What): string =>
  tag === undefined ? (keys ?? '*') : `tag ${tag}${keys === undefined ? '' : ` of ${keys}`}`;

export const purge = timelineAction({
  name: 'purge',
  summary: 'makes caches forget objects by key or by tag',
  source: 'as the purge of CDNs: every copy stored before is worthless from then on',
  references: ({ nodes, tag }) => [
    { param: 'nodes', to: 'instances', name: nodes },
    ...(tag === undefined ? [] : [{ param: 'tag', to: 'tag', name: tag } as const]),
  ],
  params: {
    nodes: z.string().describe('which caches: edge/0, edge/*, edge@virginia or *'),
    keys: z
      .string()
      .optional()
      .describe(
        'a key such as /images/17, or the beginning of keys and *; objects of a catalog are /TRAFFIC/RANK; default: *',
      ),
    tag: z
      .string()
      .optional()
      .describe(
        'a tag such as product-17, of any traffic whose catalog has tags; together with keys: what both mean',
      ),
    soft: z
      .boolean()
      .default(false)
      .describe(
        'copies become stale instead of being dropped, and are served as stale ones may be',
      ),
  },
  make: ({ nodes, keys, tag, soft }, { world, instances }) => ({
    text: `${soft ? 'soft purge' : 'purge'} ${inWords({ keys, tag })} from ${nodes}`,
    subject: nodes,
    begin: () => {
      for (const [number, content] of world.contents.entries()) {
        const objects = selected(content, { keys, tag });
        if (isNothing(objects)) continue;
        for (const id of instances(nodes)) world.nodes[id]!.purge?.(number, objects, soft);
      }
    },
  }),
});
