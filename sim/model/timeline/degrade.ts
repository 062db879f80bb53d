import { choiceOf } from '../../part/choice.ts';
import { bitRate, duration } from '../../part/units.ts';
import { UNDISTURBED } from '../net/disturbance.ts';
import { lossModels } from '../net/loss/index.ts';
import { timelineAction } from './action.ts';
import { endReferences, ends, faultOf, meetsBetween } from './fault.ts';

export const degrade = timelineAction({
  name: 'degrade',
  summary: 'makes the paths between nodes slower or lossy for a time, as cross traffic does',
  source: 'definition; as delay, rate and loss of the netem queueing discipline of Linux',
  references: ({ between }) => endReferences(between),
  params: {
    between: ends,
    for: duration({ above: 0 }).describe('how long'),
    latency: duration().prefault('0ms').describe('added to the one-way delay'),
    bandwidth: bitRate()
      .optional()
      .describe('what cross traffic leaves of each path, each direction; default: all of it'),
    loss: choiceOf(lossModels)
      .optional()
      .describe('which packets are lost, for transports that follow them; default: none more'),
  },
  make: ({ between, for: lastsMs, latency, bandwidth, loss }, context) => {
    const name = between.join(' - ');
    const slower = latency === 0 ? '' : ` by ${latency}ms`;
    const narrower = bandwidth === undefined ? '' : ` to ${bandwidth / 1e6} Mbit/s`;
    const lossy = loss === undefined ? '' : ' with losses';
    return faultOf(
      {
        text: `degrade ${name}${slower}${narrower}${lossy} for ${lastsMs / 1000}s`,
        subject: name,
        lastsMs,
        meets: meetsBetween(between),
        acts: () => ({
          ...UNDISTURBED,
          extraMs: latency,
          bitsPerSecond: bandwidth ?? Number.POSITIVE_INFINITY,
          loss,
        }),
      },
      context,
    );
  },
});
