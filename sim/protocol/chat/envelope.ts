/** Messages and their confirmations as JSON. */
import type { Texts } from './texts.ts';

/** Who says something to whom; the text itself is whatever follows. */
export interface Said {
  readonly id: number;
  readonly from: number;
  /** One person, or a room. */
  readonly to?: number;
  readonly room?: number;
}

const BLANK = 0x20;
const END = Buffer.from('"}');

/** @param bytes length of all of it; the shortest envelope is longer than the shortest text. */
export function envelopeOf(
  { id, from, to, room }: Said,
  bytes: number,
  texts: Texts,
): Buffer<ArrayBuffer> {
  const where = room === undefined ? `"to":${to}` : `"room":${room}`;
  const head = `{"id":${id},"from":${from},${where},"text":"`;
  const payload = Buffer.allocUnsafe(Math.max(bytes, head.length + END.length));
  payload.write(head, 'latin1');
  const end = payload.length - END.length;
  texts.write(id, payload, head.length, end);
  END.copy(payload, end);
  return payload;
}

/** Says that a message has come. @param bytes length of all of it at the least. */
export function ackOf(id: number, bytes: number): Buffer {
  const text = `{"ack":${id}}`;
  const payload = Buffer.alloc(Math.max(bytes, text.length), BLANK);
  payload.write(text, 'latin1');
  return payload;
}

const isNumber = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

export type Read = { readonly said: Said } | { readonly ack: number };

/** @returns undefined for what is neither. */
export function readEnvelope(payload: Buffer | string): Read | undefined {
  let value: unknown;
  try {
    value = JSON.parse(payload.toString());
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { ack, id, from, to, room } = value as Record<string, unknown>;
  if (isNumber(ack)) return { ack };
  if (!isNumber(id) || !isNumber(from)) return undefined;
  if (isNumber(room)) return { said: { id, from, room } };
  return isNumber(to) ? { said: { id, from, to } } : undefined;
}

const HEAD = '{"id":';
const [ZERO, NINE] = [0x30, 0x39];

/** The id of a message as `envelopeOf` writes it, without reading all of it; -1 for anything else. */
export function idOf(payload: Buffer): number {
  for (let at = 0; at < HEAD.length; at += 1) {
    if (payload[at] !== HEAD.charCodeAt(at)) return -1;
  }
  let id = 0;
  let at = HEAD.length;
  for (; payload[at]! >= ZERO && payload[at]! <= NINE; at += 1) {
    id = 10 * id + payload[at]! - ZERO;
  }
  return at > HEAD.length ? id : -1;
}

/** Puts an envelope around a text that has none. */
export const wrap = (said: Said, text: Buffer): Buffer =>
  Buffer.from(JSON.stringify({ ...said, text: text.toString() }));

/** The text in an envelope that has been read. */
export const unwrap = (payload: Buffer): Buffer =>
  Buffer.from(String(JSON.parse(payload.toString()).text));
