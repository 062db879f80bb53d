import { fanOut } from './fan-out.ts';
import { poll } from './poll.ts';

export const onRead = fanOut({
  name: 'on-read',
  summary: 'writes each message once, into the conversation’s log, from which every device reads',
  source: 'Silberstein et al., Feeding Frenzy, SIGMOD 2010: pull',
  params: { poll },
  make: ({ poll }) => ({ writesInboxes: () => false, pollMs: poll }),
});
