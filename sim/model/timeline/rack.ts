import { z } from 'zod';
import { count, duration } from '../../part/units.ts';
import { timelineAction } from './action.ts';
import { NODE } from './trouble.ts';

export const rack = timelineAction({
  name: 'rack',
  summary: 'kills all nodes of one rack, over which the nodes of a group are spread in turn',
  source: 'a failure domain: switch or power of a rack; as crash for each of its nodes',
  references: ({ node }) => [{ param: 'node', to: 'instances', name: node }],
  params: {
    node: z.string().describe(`of which nodes: ${NODE}`),
    racks: count({ min: 1 }).prefault(4).describe('over how many racks they are spread'),
    rack: count().prefault(0).describe('which one is lost: nodes rack, rack + racks, …'),
    for: duration({ above: 0 }).describe('how long they stay down'),
  },
  make: ({ node, racks, rack: lost, for: downMs }, { world, instances }) => {
    const inRack = () => instances(node).filter((_, turn) => turn % racks === lost % racks);
    return {
      text: `rack ${lost} of ${racks} of ${node} down for ${downMs / 1000}s`,
      subject: `${node} ${lost}`,
      lastsMs: downMs,
      begin: () => {
        for (const id of inRack()) world.exchange.crash(id);
      },
      end: () => {
        for (const id of inRack()) world.exchange.restore(id);
      },
    };
  },
});
