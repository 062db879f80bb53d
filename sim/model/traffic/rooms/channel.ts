import { choiceOf } from '../../../part/choice.ts';
import { bytes, count, rate } from '../../../part/units.ts';
import { varying } from '../../distribution/distribution.ts';
import { arrivalProcesses } from '../arrivals.ts';
import { trafficKind } from '../traffic.ts';
import { pacing, roomParams, roomReferences } from './room-params.ts';
import { RoomTraffic } from './room-traffic.ts';

export const channel = trafficKind({
  name: 'channel',
  summary:
    'broadcasts of one writer to all who have subscribed, with what was said before for late ones',
  source:
    'channels without a limit of readers: Telegram (reference/domain.md §4.1, from memory); gateways as in goim; the defaults are assumptions',
  needs: 'chat',
  references: roomReferences,
  params: {
    arrivals: choiceOf(arrivalProcesses).describe('how posts follow each other, in all channels'),
    rooms: count({ min: 1 })
      .prefault(1)
      .describe('channels, all with as many posts; each device reads one'),
    ...roomParams,
    text: varying(bytes)
      .prefault({ lognormal: { median: '600B', p99: '4kB' } })
      .describe('bytes of a post with its envelope; pictures are for a CDN (assumption)'),
    ...pacing('0s', '1krps'),
    history: count()
      .prefault(50)
      .describe('posts of before that somebody is given who comes later (assumption)'),
    reactions: rate().prefault('0rps').describe('likes of all devices together'),
  },
  make: ({ reactions, ...params }, context) =>
    new RoomTraffic(context, {
      ...params,
      likes: reactions,
      drops: 'oldest',
      vip: 0,
      own: true,
      hasOneWriter: true,
    }),
});
