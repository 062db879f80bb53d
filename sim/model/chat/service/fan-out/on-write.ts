import { fanOut } from './fan-out.ts';

export const onWrite = fanOut({
  name: 'on-write',
  summary: 'writes each message into the inbox of every member, from where it is pushed',
  source:
    'Silberstein et al., Feeding Frenzy, SIGMOD 2010: push; WeChat’s inboxes with a sequence for each user',
  params: {},
  make: () => ({ writesInboxes: () => true }),
});
