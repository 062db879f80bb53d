import { z } from 'zod';
import { choiceOf } from '../../../part/choice.ts';
import { bytes, count, rate, ratio } from '../../../part/units.ts';
import { varying } from '../../distribution/distribution.ts';
import { arrivalProcesses } from '../arrivals.ts';
import { trafficKind } from '../traffic.ts';
import { pacing, roomParams, roomReferences } from './room-params.ts';
import { RoomTraffic } from './room-traffic.ts';

export const danmaku = trafficKind({
  name: 'danmaku',
  summary: 'comments that everybody in a room sees, of whom there may be a million, and likes',
  source:
    'goim (README, docs/proto.md) for gateways and frames; sampling to 20–50 comments a second and batches of 0.3 to 1 s: reference/domain.md §4.4, from memory',
  needs: 'chat',
  references: roomReferences,
  params: {
    arrivals: choiceOf(arrivalProcesses).describe('how comments follow each other, in all rooms'),
    rooms: count({ min: 1 }).prefault(1).describe('rooms; each device watches one'),
    ...roomParams,
    text: varying(bytes)
      .prefault({ lognormal: { median: '60B', p99: '200B' } })
      .describe('bytes of a comment with who wrote it and how it looks (assumption)'),
    ...pacing('500ms', '30rps'),
    drops: z
      .enum(['any', 'oldest', 'newest'])
      .default('any')
      .describe('which comments of an interval are left out when there are more'),
    vip: ratio()
      .prefault('0%')
      .describe('part of the comments that are shown before all others: gifts, members'),
    own: z
      .boolean()
      .default(true)
      .describe('who writes sees the comment, also when it is left out'),
    likes: rate().prefault('0rps').describe('likes of all devices together'),
    history: count()
      .prefault(0)
      .describe('comments of before that somebody is given who comes later'),
  },
  make: (params, context) => new RoomTraffic(context, { ...params, hasOneWriter: false }),
});
