import { z } from 'zod';
import { duration } from '../../part/units.ts';
import { timelineAction } from './action.ts';
import { NODE } from './trouble.ts';

export const skew = timelineAction({
  name: 'skew',
  summary: 'sets clocks of nodes fast or slow, as lost time synchronization does',
  source:
    'definition; NTP keeps clocks of the Internet within tens of ms (RFC 5905), lost synchronization within nothing',
  references: ({ node }) => [{ param: 'node', to: 'instances', name: node }],
  params: {
    node: z.string().describe(`${NODE}; clients: all devices of a place`),
    by: duration().prefault('5s').describe('how far they are off'),
    slow: z.boolean().default(false).describe('whether they are slow, and not fast'),
    for: duration({ above: 0 }).describe('how long'),
  },
  make: ({ node, by, slow, for: lastsMs }, { world, instances }) => {
    const offMs = slow ? -by : by;
    const shift = (ms: number) => {
      for (const id of instances(node)) world.exchange.troubles.clockErrorMs[id]! += ms;
    };
    return {
      text: `clocks of ${node} ${by / 1000}s ${slow ? 'slow' : 'fast'} for ${lastsMs / 1000}s`,
      subject: node,
      lastsMs,
      begin: () => shift(offMs),
      end: () => shift(-offMs),
    };
  },
});
