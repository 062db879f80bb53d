import { z } from 'zod';
import { count, duration } from '../../part/units.ts';
import { timelineAction } from './action.ts';

export const failDisk = timelineAction({
  name: 'fail-disk',
  summary: 'takes disks from a storage, for a time or for good, so that it has to repair itself',
  source:
    'as pulling drives; those that are away for longer than `repair.after` are rebuilt elsewhere',
  references: ({ node }) => [{ param: 'node', to: 'instances', name: node, needs: 'store' }],
  params: {
    node: z.string().describe('which storage: store/0, store/*, store@virginia'),
    disks: count({ min: 1 }).prefault(1).describe('how many disks of each: the first that work'),
    for: duration({ above: 0 })
      .optional()
      .describe('until they are back with all that they had; default: they never are'),
  },
  make: ({ node, disks, for: lastsMs }, { world, instances }) => {
    const what = disks === 1 ? 'a disk' : `${disks} disks`;
    const failed = new Map<number, readonly number[]>();
    const action = {
      text: `fail ${what} of ${node}${lastsMs === undefined ? '' : ` for ${lastsMs / 1000}s`}`,
      subject: node,
      begin: () => {
        for (const id of instances(node)) failed.set(id, world.nodes[id]!.failDisks!(disks));
      },
    };
    if (lastsMs === undefined) return action;
    return {
      ...action,
      lastsMs,
      end: () => {
        for (const [id, numbers] of failed) world.nodes[id]!.restoreDisks!(numbers);
      },
    };
  },
});
