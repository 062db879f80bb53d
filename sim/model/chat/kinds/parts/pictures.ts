/** Kinds whose messages are links to something that their sender has uploaded. */
import { bytes, duration, number } from '../../../../part/units.ts';
import { type Distribution, varying } from '../../../distribution/distribution.ts';
import { FOREVER_MS, type MessageKind, messageKind, type Piece } from '../kind.ts';
import { envelope, openedAfter, openedShare, shareOfSaid } from './params.ts';

const SIZES = 'reference/domain.md §4.2, from memory';

const link = (
  share: number,
  size: { make(): Distribution },
  original: Piece,
  preview?: Distribution,
): MessageKind => ({
  occasion: { when: 'said', share },
  bytes: size.make(),
  isKept: true,
  ttlMs: FOREVER_MS,
  media: { preview, original },
  moderatedAs: 'media',
});

const thumbnail = () =>
  varying(bytes)
    .prefault({ uniform: { min: '5kB', max: '15kB' } })
    .describe('bytes of the thumbnail, which all who see the message fetch at once');

export const image = messageKind({
  name: 'image',
  summary: 'is uploaded with a thumbnail; who sees the thumbnail may open the picture',
  source: `150 to 400 kB with a thumbnail of 5 to 15 kB: ${SIZES}`,
  params: {
    share: shareOfSaid(),
    size: envelope('link, key and measures', '600B'),
    picture: varying(bytes)
      .prefault({ uniform: { min: '150kB', max: '400kB' } })
      .describe('bytes of the picture'),
    thumbnail: thumbnail(),
    opened: openedShare('40%', 'open the picture'),
    after: openedAfter('3s'),
  },
  main: 'share',
  make: ({ share, size, picture, thumbnail: small, opened, after }) =>
    link(share, size, { bytes: picture.make(), share: opened, after: after.make() }, small.make()),
});

export const voiceNote = messageKind({
  name: 'voice-note',
  summary: 'is recorded speech, fetched before it is listened to',
  source: `1 to 60 s at 1.5 to 2.5 kB/s (Opus, AMR): ${SIZES}`,
  params: {
    share: shareOfSaid(),
    size: envelope('link, key and length', '500B'),
    length: varying(duration)
      .prefault({ lognormal: { median: '6s', p99: '50s', max: '60s' } })
      .describe('how long somebody speaks; at most a minute in WeChat'),
    rate: number({ above: 0 }).prefault(2000).describe('bytes of a second of speech'),
    opened: openedShare('100%', 'have it: apps fetch it as soon as it is shown'),
    after: varying(duration, '0s').describe('between seeing the message and asking for it'),
  },
  main: 'share',
  make: ({ share, size, length, rate, opened, after }) => {
    const spoken = length.make();
    const bytesOf = {
      sample: (random: Parameters<Distribution['sample']>[0]) =>
        (spoken.sample(random) / 1000) * rate,
    };
    return link(share, size, { bytes: bytesOf, share: opened, after: after.make() });
  },
});

export const video = messageKind({
  name: 'video',
  summary: 'is uploaded with a thumbnail; who sees the thumbnail may watch it',
  source: `lognormal with median 4 MB, 100 MB at most: ${SIZES}`,
  params: {
    share: shareOfSaid(),
    size: envelope('link, key and length', '700B'),
    picture: varying(bytes)
      .prefault({ lognormal: { median: '4MB', p99: '40MB', max: '100MB' } })
      .describe('bytes of the video; the 99 % quantile is an assumption'),
    thumbnail: thumbnail(),
    opened: openedShare('50%', 'watch it'),
    after: openedAfter('4s'),
  },
  main: 'share',
  make: ({ share, size, picture, thumbnail: small, opened, after }) =>
    link(share, size, { bytes: picture.make(), share: opened, after: after.make() }, small.make()),
});

export const file = messageKind({
  name: 'file',
  summary: 'is uploaded to the storage and fetched by those who want it',
  source: `lognormal with median 500 kB: ${SIZES}; 100 MB at most: Tencent Cloud Chat, document 1047/34381`,
  params: {
    share: shareOfSaid(),
    size: envelope('link, name and digest', '700B'),
    content: varying(bytes)
      .prefault({ lognormal: { median: '500kB', p99: '30MB', max: '100MB' } })
      .describe('bytes of the file; the 99 % quantile is an assumption'),
    opened: openedShare('60%', 'open the file'),
    after: openedAfter('20s'),
  },
  main: 'share',
  make: ({ share, size, content, opened, after }) =>
    link(share, size, { bytes: content.make(), share: opened, after: after.make() }),
});
