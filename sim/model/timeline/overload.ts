import { z } from 'zod';
import { duration, rate } from '../../part/units.ts';
import { timelineAction } from './action.ts';
import { NODE } from './trouble.ts';

const MS_PER_SECOND = 1000;

export const overload = timelineAction({
  name: 'overload',
  summary:
    'gives workers of origins, and of caches that have a cpu, jobs of somebody else for a time, as a crawler or a report does',
  source: 'a second Poisson stream at an M/G/c station, with the same service times',
  references: ({ node }) => [{ param: 'node', to: 'instances', name: node, needs: 'jobs' }],
  params: {
    node: z.string().describe(NODE),
    rate: rate({ above: 0 }).describe('jobs per second, at each of the nodes'),
    for: duration({ above: 0 }).describe('how long'),
  },
  make: ({ node, rate: perSecond, for: lastsMs }, { world, instances }) => {
    let isOver = false;
    return {
      text: `overload ${node} with ${perSecond} jobs/s for ${lastsMs / 1000}s`,
      subject: node,
      lastsMs,
      begin: () => {
        const { nodes, simulator, streams } = world;
        // A cache without workers has nobody to do them.
        const ids = instances(node).filter((id) => nodes[id]!.work !== undefined);
        const chance = new Map(ids.map((id) => [id, streams.stream(`${nodes[id]!.name}/jobs`)]));
        const gapMs = (id: number) => chance.get(id)!.exponential(MS_PER_SECOND / perSecond);
        // Only now: a timeline gives no other event a new number.
        const next = simulator.handler((id) => {
          if (isOver) return;
          nodes[id]!.work!();
          simulator.after(gapMs(id), next, id);
        }, 'job of somebody else');
        for (const id of ids) simulator.after(gapMs(id), next, id);
      },
      end: () => {
        isOver = true;
      },
    };
  },
});
