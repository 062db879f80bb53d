/** Kinds that servers and apps send when there is a reason, and that no scenario names. */
import { FOREVER_MS, type MessageKind } from '../kind.ts';

/** Bytes of what a sender is told of a message that was not taken (assumption). */
const NOTICE_BYTES = 150;

const fixed = (bytes: number): MessageKind => ({
  occasion: { when: 'never' },
  bytes: { sample: () => bytes },
  isKept: false,
  ttlMs: FOREVER_MS,
});

/** Tells a sender that his message was not taken. */
export const NOTICE = { name: 'notice', kind: fixed(NOTICE_BYTES) };

/** Brings keys to the members of a room; its bytes are set when it is made. */
export const KEYS = { name: 'keys', kind: fixed(1) };
