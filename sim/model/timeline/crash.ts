import { z } from 'zod';
import { duration } from '../../part/units.ts';
import { timelineAction } from './action.ts';

export const crash = timelineAction({
  name: 'crash',
  summary: 'kills nodes, which lose what they hold in memory, and starts them again after a time',
  source: 'a process that is killed: open requests fail, new ones are reset (RFC 9293 §3.5.2)',
  references: ({ node, lose }) => [
    {
      param: 'node',
      to: 'instances',
      name: node,
      ...(lose === 'disk' ? { needs: 'mailbox' } : {}),
    },
  ],
  params: {
    node: z.string().describe('which: edge/0, edge/*, edge@virginia, or virginia for all there'),
    for: duration({ above: 0 }).describe('how long they stay down'),
    lose: z
      .enum(['memory', 'disk'])
      .default('memory')
      .describe(
        'what is gone when they start again: what was in memory, or all that mailboxes had written',
      ),
  },
  make: ({ node, for: downMs, lose }, { world, instances }) => ({
    text: `crash ${node} for ${downMs / 1000}s${lose === 'disk' ? ', with its disk' : ''}`,
    subject: node,
    lastsMs: downMs,
    begin: () => {
      for (const id of instances(node)) {
        if (lose === 'disk') world.nodes[id]!.loseDisk?.();
        world.exchange.crash(id);
      }
    },
    end: () => {
      for (const id of instances(node)) world.exchange.restore(id);
    },
  }),
});
