import { ratio } from '../../part/units.ts';
import { timelineAction } from './action.ts';
import { endReferences, ends, meetsBetween } from './fault.ts';

export const vanish = timelineAction({
  name: 'vanish',
  summary:
    'leaves open connections half-open: nothing gets through, without FIN or RST; spoken runs only',
  source:
    'RFC 9293 §3.5.1; as a translator of addresses that has lost its table: RFC 5382 §5. Found by keep-alive (RFC 9293 §3.8.4), by timeouts, or never',
  onlySpoken: true,
  references: ({ between }) => endReferences(between),
  params: {
    between: ends,
    share: ratio().prefault('100%').describe('of the connections that are open then'),
  },
  make: ({ between, share }, context) => {
    const name = between.join(' - ');
    return {
      text: `connections ${name} vanish`,
      subject: name,
      begin: () => context.world.wire!.vanish(meetsBetween(between)(context), share),
    };
  },
});
