import { duration } from '../../../../part/units.ts';

/** How devices come to know of news in logs. */
export const poll = duration({ above: 0 })
  .optional()
  .describe(
    'how often a device asks each log for news; default: it is told that there are any, and asks then',
  );
