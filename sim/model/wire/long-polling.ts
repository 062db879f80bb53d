/** Long polling. Source: RFC 6202 §2. */
import { answerBytes, type HttpVersion, requestBytes } from './http-messages.ts';

/** Time after which a server answers a poll without a message. Source: RFC 6202 §5.5: 30 s is safe. */
export const POLL_TIMEOUT_MS = 30_000;

/** A poll says which message it has last, so that what was lost is sent again. Assumption: `?after=123456`. */
const CURSOR_BYTES = '?after=123456'.length;
export const pollBytes = (version: HttpVersion): number => requestBytes(version, 0) + CURSOR_BYTES;
/** Several messages in one answer share its head. @param payload bytes of all of them. */
export const polledBytes = (version: HttpVersion, payload: number): number =>
  answerBytes(version, payload);
/** A poll that ran out. */
export const emptyBytes = (version: HttpVersion): number => answerBytes(version, 0);

/**
 * Network transits from the server's knowing of a message to the client's: one where a poll waits, three where
 * the last answer has only just left (answer, poll, answer). Source: RFC 6202 §2.2.
 */
export const TRANSITS = { least: 1, most: 3 } as const;
