import { bytes, count, number, ratio } from '../../../../part/units.ts';
import { varying } from '../../../distribution/distribution.ts';
import { FOREVER_MS, messageKind } from '../kind.ts';
import { envelope, shareOfSaid } from './params.ts';

export const sticker = messageKind({
  name: 'sticker',
  summary:
    'names a picture that many send: devices keep it, and fetch it from the CDN when they have not',
  source:
    'WebP of 20 to 100 kB, Zipf 1.0 to 1.2, 95 % in the client’s cache: reference/domain.md §4.2, from memory',
  params: {
    share: shareOfSaid(),
    size: envelope('the number of a sticker', '300B'),
    objects: count({ min: 1, max: 20e6 })
      .prefault('20k')
      .describe('stickers that there are (assumption)'),
    zipf: number({ min: 0, max: 5 }).prefault(1.1).describe('exponent of their popularity'),
    picture: varying(bytes)
      .prefault({ uniform: { min: '20kB', max: '100kB' } })
      .describe('bytes of one sticker, drawn once'),
    held: ratio()
      .prefault('95%')
      .describe('stickers seen that the app has already; 0% leaves it to the devices’ own caches'),
  },
  main: 'share',
  make: ({ share, size, objects, zipf, picture, held }) => ({
    occasion: { when: 'said', share },
    bytes: size.make(),
    isKept: true,
    ttlMs: FOREVER_MS,
    stock: { objects, exponent: zipf, bytes: picture.make(), held },
  }),
});
