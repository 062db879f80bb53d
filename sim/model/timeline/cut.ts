import { duration } from '../../part/units.ts';
import { UNDISTURBED } from '../net/disturbance.ts';
import { timelineAction } from './action.ts';
import { endReferences, ends, faultOf, meetsBetween } from './fault.ts';

export const cut = timelineAction({
  name: 'cut',
  summary: 'closes the paths between nodes, until they are repaired or traffic takes a detour',
  source:
    'what is sent meanwhile is sent again after 1 s, 2 s, 4 s, … (RFC 6298 §2, §5.5) and fails after 100 s (RFC 9293 §3.8.3)',
  references: ({ between }) => endReferences(between),
  params: {
    between: ends,
    for: duration({ above: 0 }).describe('how long until it is repaired'),
    detour: duration()
      .optional()
      .describe('what another way adds to the one-way delay; default: there is none'),
    convergence: duration()
      .prefault('30s')
      .describe('until the detour is found; an assumption: routing takes seconds to minutes'),
  },
  make: ({ between, for: lastsMs, detour, convergence }, context) => {
    const name = between.join(' - ');
    const way = detour === undefined ? '' : `, detour of ${detour}ms after ${convergence / 1000}s`;
    return faultOf(
      {
        text: `cut ${name} for ${lastsMs / 1000}s${way}`,
        subject: name,
        lastsMs,
        meets: meetsBetween(between),
        acts: (nowMs) => ({
          ...UNDISTURBED,
          closedUntilMs: nowMs + (detour === undefined ? lastsMs : Math.min(convergence, lastsMs)),
          extraMs: detour ?? 0,
        }),
      },
      context,
    );
  },
});
