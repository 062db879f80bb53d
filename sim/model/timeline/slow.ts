import { z } from 'zod';
import { duration } from '../../part/units.ts';
import { timelineAction } from './action.ts';
import { beginAt, endAt, inWords, NODE, troubleOf, troubleParams } from './trouble.ts';

export const slow = timelineAction({
  name: 'slow',
  summary: 'makes nodes slow or wrong while health checks still pass: grey failure',
  source: 'Huang et al., Gray Failure, HotOS 2017; that it is ten times as slow is an assumption',
  references: ({ node }) => [{ param: 'node', to: 'instances', name: node }],
  params: {
    node: z.string().describe(NODE),
    for: duration({ above: 0 }).describe('how long'),
    ...troubleParams(10, '0%'),
  },
  make: ({ node, for: lastsMs, ...params }, context) => {
    const trouble = troubleOf(params);
    return {
      text: `slow ${node}: ${inWords(params)}, for ${lastsMs / 1000}s`,
      subject: node,
      lastsMs,
      begin: () => {
        for (const id of context.instances(node)) beginAt(id, trouble, context);
      },
      end: () => {
        for (const id of context.instances(node)) endAt(id, trouble, context);
      },
    };
  },
});
