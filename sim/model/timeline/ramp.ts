import { z } from 'zod';
import { duration, rate } from '../../part/units.ts';
import { timelineAction } from './action.ts';

export const ramp = timelineAction({
  name: 'ramp',
  summary: 'changes the load of one traffic, linearly over a time',
  source: 'definition; as the ramping arrival rate of load generators',
  references: ({ traffic }) => [{ param: 'traffic', to: 'traffic', name: traffic }],
  params: {
    traffic: z.string().describe('whose load'),
    to: rate().describe('arrivals per second afterwards, the total over all places'),
    over: duration().prefault('0s').describe('how long the change takes'),
  },
  make: ({ traffic, to, over }, context) => ({
    text: `ramp ${traffic} to ${to}/s over ${over / 1000}s`,
    subject: traffic,
    plan: (atMs) => context.traffic.get(traffic)!.ramp?.(atMs, to, over),
  }),
});
