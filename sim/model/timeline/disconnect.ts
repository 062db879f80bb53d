import { z } from 'zod';
import { timelineAction } from './action.ts';

export const disconnect = timelineAction({
  name: 'disconnect',
  summary: 'resets the connections of all devices of a traffic: they come back in a storm',
  source: 'as when what stands before the servers was replaced, or a certificate was',
  references: ({ traffic }) => [{ param: 'traffic', to: 'traffic', name: traffic }],
  params: {
    traffic: z.string().describe('whose devices; of kind sessions, web or another over HTTP'),
  },
  make: ({ traffic }, context) => ({
    text: `disconnect all devices of ${traffic}`,
    subject: traffic,
    begin: () => context.traffic.get(traffic)!.disconnect?.(),
  }),
});
