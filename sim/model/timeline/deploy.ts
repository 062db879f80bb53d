import { z } from 'zod';
import { duration } from '../../part/units.ts';
import { timelineAction } from './action.ts';
import { beginAt, endAt, inWords, NODE, troubleOf, troubleParams } from './trouble.ts';

export const deploy = timelineAction({
  name: 'deploy',
  summary: 'rolls a bad version out, node after node, and back everywhere after a time',
  source: 'Google SRE book, ch. 8: most outages come from changes; its effect is an assumption',
  references: ({ node }) => [{ param: 'node', to: 'instances', name: node }],
  params: {
    node: z.string().describe(NODE),
    for: duration({ above: 0 }).describe('from the first node on until it is rolled back'),
    every: duration().prefault('0s').describe('until the next node gets it; 0s: all at once'),
    ...troubleParams(1, '20%'),
  },
  make: ({ node, for: lastsMs, every, ...params }, context) => {
    const trouble = troubleOf(params);
    let isOver = false;
    const pace = every > 0 ? `, the next each ${every / 1000}s` : '';
    return {
      text: `bad deploy to ${node}: ${inWords(params)}${pace}, rolled back after ${lastsMs / 1000}s`,
      subject: node,
      lastsMs,
      begin: () => {
        const { simulator } = context.world;
        const ids = context.instances(node);
        if (every === 0) {
          for (const id of ids) beginAt(id, trouble, context);
          return;
        }
        // Only now: a timeline gives no other event a new number.
        const next = simulator.handler((id) => {
          if (!isOver) beginAt(id, trouble, context);
        }, 'bad deploy');
        for (const [turn, id] of ids.entries()) simulator.after(turn * every, next, id);
      },
      end: () => {
        isOver = true;
        for (const id of context.instances(node)) endAt(id, trouble, context);
      },
    };
  },
});
