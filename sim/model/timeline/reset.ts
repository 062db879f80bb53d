import { ratio } from '../../part/units.ts';
import { timelineAction } from './action.ts';
import { endReferences, ends, meetsBetween } from './fault.ts';

export const reset = timelineAction({
  name: 'reset',
  summary: 'resets open connections in the middle of what they carry; spoken runs only',
  source:
    'RFC 9293 §3.5.3; as middleboxes do it, to both ends: Weaver et al., Detecting Forged TCP Reset Packets, NDSS 2009',
  onlySpoken: true,
  references: ({ between }) => endReferences(between),
  params: {
    between: ends,
    share: ratio().prefault('100%').describe('of the connections that are open then'),
  },
  make: ({ between, share }, context) => {
    const name = between.join(' - ');
    return {
      text: `reset connections ${name}`,
      subject: name,
      begin: () => context.world.wire!.reset(meetsBetween(between)(context), share),
    };
  },
});
