import { z } from 'zod';
import { duration, ratio } from '../../part/units.ts';
import { timelineAction } from './action.ts';

export const stall = timelineAction({
  name: 'stall',
  summary:
    'has programs stop to read: their receive windows close, and who sends has to wait; spoken runs only',
  source: 'RFC 9293 §3.8.6: zero windows and their probes',
  onlySpoken: true,
  references: ({ node }) => [{ param: 'node', to: 'instances', name: node }],
  params: {
    node: z.string().describe('whose programs: people, edge/0, edge@virginia, or virginia'),
    for: duration({ above: 0 }).describe('how long'),
    share: ratio()
      .prefault('100%')
      .describe('of their connections, those that begin meanwhile too'),
  },
  make: ({ node, for: lastsMs, share }, context) => {
    let resume: (() => void) | undefined;
    return {
      text: `stall ${node} for ${lastsMs / 1000}s`,
      subject: node,
      lastsMs,
      begin: () => {
        resume = context.world.wire!.stall(context.instances(node), share);
      },
      end: () => resume!(),
    };
  },
});
