import { duration, ratio } from '../../part/units.ts';
import { UNDISTURBED } from '../net/disturbance.ts';
import { timelineAction } from './action.ts';
import { endReferences, ends, faultOf, meetsBetween } from './fault.ts';

const percent = (share: number): string => `${Number((share * 100).toPrecision(6))}%`;

export const scramble = timelineAction({
  name: 'scramble',
  summary: 'has packets arrive twice, or after others that were sent later',
  source:
    'definition; as duplicate and reorder of the netem queueing discipline of Linux. TCP hides both: it is for what crosses without its numbers, or over several connections',
  references: ({ between }) => endReferences(between),
  params: {
    between: ends,
    for: duration({ above: 0 }).describe('how long'),
    duplicate: ratio().prefault('0%').describe('share of packets that arrive twice'),
    reorder: ratio().prefault('0%').describe('share of packets that others overtake'),
    by: duration({ above: 0 })
      .prefault('100ms')
      .describe('how late those are at the most; anything up to it is equally likely (assumption)'),
  },
  make: ({ between, for: lastsMs, duplicate, reorder, by }, context) => {
    const name = between.join(' - ');
    const what = `${percent(duplicate)} twice, ${percent(reorder)} up to ${by}ms late`;
    return faultOf(
      {
        text: `scramble ${name}: ${what}, for ${lastsMs / 1000}s`,
        subject: name,
        lastsMs,
        meets: meetsBetween(between),
        acts: () => ({
          ...UNDISTURBED,
          doubledRatio: duplicate,
          overtakenRatio: reorder,
          overtakenMs: by,
        }),
      },
      context,
    );
  },
});
