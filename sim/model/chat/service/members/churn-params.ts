/** What a scenario says of people who join rooms and leave them. */
import { z } from 'zod';
import { duration, ratio } from '../../../../part/units.ts';
import { varying } from '../../../distribution/distribution.ts';
import type { ChurnSettings } from './churn.ts';

export const churnParams = z.strictObject({
  stay: varying(duration)
    .prefault({ exponential: '10m' })
    .describe('how long a member stays; a time of 10 minutes is an assumption'),
  away: varying(duration)
    .prefault({ exponential: '10m' })
    .describe('how long who has left stays away (assumption)'),
  present: ratio()
    .prefault('50%')
    .describe(
      'members who are in when the run begins, two of each room at the least: stay / (stay + away) is what it comes to',
    ),
});

export const churnOf = (params: z.output<typeof churnParams>): ChurnSettings => ({
  stay: params.stay.make(),
  away: params.away.make(),
  presentRatio: params.present,
});
