import { bytes } from '../../../../part/units.ts';
import { varying } from '../../../distribution/distribution.ts';
import { FOREVER_MS, messageKind } from '../kind.ts';
import { envelope, shareOfSaid } from './params.ts';

export const text = messageKind({
  name: 'text',
  summary: 'is a text, as long as the chat’s texts are unless it has a length of its own',
  source: 'shares of kinds: reference/domain.md §4.2, from memory, to be tuned',
  params: {
    share: shareOfSaid(),
    size: varying(bytes)
      .optional()
      .describe('bytes of a text with its envelope; default: as the chat’s `text` says'),
  },
  main: 'share',
  make: ({ share, size }) => ({
    occasion: { when: 'said', share },
    bytes: size?.make(),
    isTyped: true,
    moderatedAs: 'text',
    isKept: true,
    ttlMs: FOREVER_MS,
  }),
});

export const emoji = messageKind({
  name: 'emoji',
  summary: 'is a large emoji: a few characters, drawn by the app itself',
  source: 'Unicode Technical Standard 51: an emoji is text, so nothing is fetched',
  params: { share: shareOfSaid(), size: envelope('one to three emoji', '220B') },
  main: 'share',
  make: ({ share, size }) => ({
    occasion: { when: 'said', share },
    bytes: size.make(),
    isKept: true,
    ttlMs: FOREVER_MS,
  }),
});
