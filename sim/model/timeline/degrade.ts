import { bitRate, duration } from '../../part/units.ts';
import { UNDISTURBED } from '../net/disturbance.ts';
import { timelineAction } from './action.ts';
import { endReferences, ends, faultOf, meetsBetween } from './fault.ts';

export const degrade = timelineAction({
  name: 'degrade',
  summary: 'makes the paths between nodes slower for a time, as a detour or cross traffic does',
  source: 'definition; as the delay and rate of the netem queueing discipline of Linux',
  references: ({ between }) => endReferences(between),
  params: {
    between: ends,
    for: duration({ above: 0 }).describe('how long'),
    latency: duration().prefault('0ms').describe('added to the one-way delay'),
    bandwidth: bitRate()
      .optional()
      .describe('what cross traffic leaves of each path, each direction; default: all of it'),
  },
  make: ({ between, for: lastsMs, latency, bandwidth }, context) => {
    const name = between.join(' - ');
    const slower = latency === 0 ? '' : ` by ${latency}ms`;
    const narrower = bandwidth === undefined ? '' : ` to ${bandwidth / 1e6} Mbit/s`;
    return faultOf(
      {
        text: `degrade ${name}${slower}${narrower} for ${lastsMs / 1000}s`,
        subject: name,
        lastsMs,
        meets: meetsBetween(between),
        acts: () => ({
          ...UNDISTURBED,
          extraMs: latency,
          bitsPerSecond: bandwidth ?? Number.POSITIVE_INFINITY,
        }),
      },
      context,
    );
  },
});
