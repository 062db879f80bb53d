/** `media:` of a chat: where what is larger than a message is uploaded to and fetched from. */
import { z } from 'zod';
import { bytes, count, duration } from '../../../part/units.ts';
import { httpParams } from '../http-params.ts';

export const mediaParams = z.strictObject({
  to: z.string().describe('the group that devices fetch media from: caches, a balancer, an origin'),
  upload: z.string().optional().describe('the group that devices upload to; default: that of `to`'),
  part: bytes({ min: 1 })
    .prefault('1MiB')
    .describe('bytes uploaded at a time, one part after the other (assumption)'),
  retry: duration()
    .prefault('2s')
    .describe('wait after a part that failed; it doubles up to 64 times this (assumption)'),
  tries: count({ min: 1 })
    .prefault(8)
    .describe('an upload has failed when a part has failed so often in a row (assumption)'),
  resume: z
    .boolean()
    .default(true)
    .describe('an upload goes on after its last part; false: a break throws away what was there'),
  ...httpParams,
});

export type MediaParams = z.output<typeof mediaParams>;
