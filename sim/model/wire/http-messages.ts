/** Messages over plain HTTP: requests up, their answers, and pieces of an answer that goes on. */
import { NOT_MODIFIED_BYTES, REQUEST_BYTES } from './http.ts';

export type HttpVersion = 'http-1.1' | 'http-2';

/** Header of a frame. Source: RFC 9113 §4.1. */
const FRAME_BYTES = 9;
/** Header fields that repeat are a byte each, one or two are new. Source: RFC 7541 §6.1; how many is an assumption. */
const REPEATED_FIELDS_BYTES = 14;

/** A request with its body, on a connection that has carried others. */
export function requestBytes(version: HttpVersion, body: number): number {
  if (version === 'http-1.1') return REQUEST_BYTES + body;
  return FRAME_BYTES + REPEATED_FIELDS_BYTES + (body > 0 ? FRAME_BYTES + body : 0);
}

/** An answer with its body; headers as those of a 304. */
export function answerBytes(version: HttpVersion, body: number): number {
  if (version === 'http-1.1') return NOT_MODIFIED_BYTES + body;
  return FRAME_BYTES + REPEATED_FIELDS_BYTES + (body > 0 ? FRAME_BYTES + body : 0);
}

/** A piece of an answer without an end: a chunk (RFC 9112 §7.1) or a DATA frame (RFC 9113 §6.1). */
export function pieceBytes(version: HttpVersion, bytes: number): number {
  if (version === 'http-2') return FRAME_BYTES + bytes;
  return bytes.toString(16).length + 2 + bytes + 2;
}
