import { bytes, duration, ratio } from '../../../../part/units.ts';
import { varying } from '../../../distribution/distribution.ts';
import { FOREVER_MS, messageKind } from '../kind.ts';
import { envelope, shareOfSaid } from './params.ts';

export const location = messageKind({
  name: 'location',
  summary: 'says where somebody is, once, or again and again for a time',
  source:
    'sharing for 15 minutes, an hour or eight: Telegram and WhatsApp offer these; all else is an assumption',
  params: {
    share: shareOfSaid(),
    size: envelope('coordinates and a name', '350B'),
    live: ratio().prefault('20%').describe('of them, those that go on (assumption)'),
    every: duration({ above: 0 })
      .prefault('10s')
      .describe('between two updates, of which only the last is of interest (assumption)'),
    lasts: varying(duration, '15m').describe('how long updates follow'),
    update: bytes({ min: 1 }).prefault('150B').describe('bytes of one update (assumption)'),
  },
  main: 'share',
  make: ({ share, size, live, every, lasts, update }) => ({
    occasion: { when: 'said', share },
    bytes: size.make(),
    isKept: true,
    ttlMs: FOREVER_MS,
    updates: { share: live, everyMs: every, lasts: lasts.make(), bytes: update },
  }),
});
