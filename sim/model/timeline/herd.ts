import { z } from 'zod';
import { count, duration } from '../../part/units.ts';
import { timelineAction } from './action.ts';

export const herd = timelineAction({
  name: 'herd',
  summary: 'makes many devices ask at the same time, on top of the load: a thundering herd',
  source: 'as after an expiry, a notification or a reconnect that all devices see together',
  references: ({ traffic }) => [{ param: 'traffic', to: 'traffic', name: traffic }],
  params: {
    traffic: z.string().describe('whose devices ask; of kind web, page, api or download'),
    requests: count({ min: 1 }).describe('how many requests, over all places by their shares'),
    over: duration().prefault('0s').describe('how long it takes them; 0s: all at once'),
    same: z
      .boolean()
      .default(true)
      .describe('whether all ask for the most popular object, or each for one of its own'),
    reconnect: z
      .boolean()
      .default(false)
      .describe('whether all devices lose their connections first, as when a server was replaced'),
  },
  make: ({ traffic, requests, over, same, reconnect }, context) => ({
    text: `herd of ${requests} requests of ${traffic} in ${over / 1000}s`,
    subject: traffic,
    begin: () => {
      const flow = context.traffic.get(traffic)!;
      if (reconnect) flow.disconnect?.();
      flow.herd?.(requests, over, same);
    },
  }),
});
