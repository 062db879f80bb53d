/** Server-sent events. Source: WHATWG HTML, §9.2 (server-sent events), read 2026. */
import { answerBytes, type HttpVersion, pieceBytes, requestBytes } from './http-messages.ts';

/** What a client says that comes back: `Last-Event-ID: 123456`. Source: §9.2.4. */
const LAST_ID_BYTES = 'Last-Event-ID: 123456\r\n'.length;
/** A line that is ignored, and keeps the connection alive; each 15 s or so. Source: §9.2.7. */
const COMMENT = ':\n\n';

/** An event with an id, so that a client that comes back says what it has. Source: §9.2.6. */
export const eventOf = (id: number, data: string): string =>
  `id: ${id}\n${data
    .split('\n')
    .map((line) => `data: ${line}\n`)
    .join('')}\n`;
const EVENT_BYTES = eventOf(123_456, '').length;

/** One event as a piece of the answer. @param payload bytes of one line. */
export const eventBytes = (version: HttpVersion, payload: number): number =>
  pieceBytes(version, EVENT_BYTES + payload);
export const commentBytes = (version: HttpVersion): number => pieceBytes(version, COMMENT.length);

/** The request that the stream of events answers, and the head of that answer. */
export const subscribing = (version: HttpVersion) => ({
  upBytes: requestBytes(version, 0) + LAST_ID_BYTES,
  downBytes: answerBytes(version, 0),
});
