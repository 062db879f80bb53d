import { z } from 'zod';
import { duration } from '../../part/units.ts';
import { UNDISTURBED } from '../net/disturbance.ts';
import { timelineAction } from './action.ts';
import { faultOf } from './fault.ts';

export const partition = timelineAction({
  name: 'partition',
  summary: 'separates some nodes from all others; among themselves they go on',
  source: 'definition; what is sent meanwhile fares as by a cut',
  references: ({ nodes }) => [{ param: 'nodes', to: 'instances', name: nodes }],
  params: {
    nodes: z.string().describe('which: edge, edge/0, edge@virginia, or virginia for all there'),
    for: duration({ above: 0 }).describe('how long'),
  },
  make: ({ nodes, for: lastsMs }, context) =>
    faultOf(
      {
        text: `partition ${nodes} for ${lastsMs / 1000}s`,
        subject: nodes,
        lastsMs,
        meets: ({ instances }) => {
          const inside = new Set(instances(nodes));
          return (from, to) => inside.has(from) !== inside.has(to);
        },
        acts: (nowMs) => ({ ...UNDISTURBED, closedUntilMs: nowMs + lastsMs }),
      },
      context,
    ),
});
