import { count } from '../../../../part/units.ts';
import { fanOut } from './fan-out.ts';
import { poll } from './poll.ts';

export const hybrid = fanOut({
  name: 'hybrid',
  summary: 'writes into inboxes of small conversations, and into the logs of large ones',
  source: 'Silberstein et al., Feeding Frenzy, SIGMOD 2010; 500 members is WeChat’s largest group',
  params: {
    threshold: count({ min: 1 }).prefault(500).describe('the most members of a small conversation'),
    poll,
  },
  main: 'threshold',
  make: ({ threshold, poll }) => ({
    writesInboxes: (members) => members <= threshold,
    pollMs: poll,
  }),
});
