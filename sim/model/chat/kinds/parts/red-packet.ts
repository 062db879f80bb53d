import { z } from 'zod';
import { count, duration, ratio } from '../../../../part/units.ts';
import { varying } from '../../../distribution/distribution.ts';
import { FOREVER_MS, messageKind } from '../kind.ts';
import { envelope, shareOfSaid } from './params.ts';

export const redPacket = messageKind({
  name: 'red-packet',
  summary: 'holds money in parts, of which those who tap first get one each',
  source:
    'WeChat, Spring Festival 2015: 14 M shakes/s at the peak against 330 k messages/s, 42 to 1 (besthub.dev, from talks); shares and delays are assumptions',
  params: {
    share: shareOfSaid(),
    size: envelope('a card', '500B'),
    parts: varying(count, '5').describe('parts of one packet'),
    tapped: ratio().prefault('90%').describe('of those who see it, who tap it'),
    after: varying(duration)
      .prefault({ exponential: '2s' })
      .describe('between seeing a packet and tapping it'),
    wallet: z.string().describe('the group of nodes of kind wallet that gives the parts out'),
  },
  main: 'share',
  make: ({ share, size, parts, tapped, after, wallet }) => ({
    occasion: { when: 'said', share },
    bytes: size.make(),
    isKept: true,
    ttlMs: FOREVER_MS,
    claims: { parts: parts.make(), share: tapped, after: after.make(), wallet },
    references: [{ param: 'kinds.red-packet.wallet', to: 'group', name: wallet, needs: 'claims' }],
  }),
});
