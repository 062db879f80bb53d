/** Fields of a message as they came: name, value, name, value. RFC 9110 §5, RFC 9111 §3.1 */
import { namesIn } from './lists.ts';

export type Fields = readonly string[];

/** Those of one connection, and those between a client and a proxy. RFC 9110 §7.6.1, §11.7; RFC 9111 §3.1 */
export const OF_CONNECTION = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'proxy-authenticate',
  'proxy-authentication-info',
  'proxy-authorization',
]);
/**
 * What is passed on of an answer.
 *
 * @param connection its `Connection`, which may name more that is for this connection only.
 * @param omitted further names, in lower case.
 */
export function passedOn(
  raw: readonly string[],
  connection: string | undefined,
  omitted: readonly string[] = [],
): string[] {
  const named = namesIn(connection);
  return without(
    raw,
    (name) => OF_CONNECTION.has(name) || named.includes(name) || omitted.includes(name),
  );
}

export function without(fields: Fields, isLeftOut: (name: string) => boolean): string[] {
  const kept: string[] = [];
  for (let at = 0; at < fields.length; at += 2) {
    if (!isLeftOut(fields[at]!.toLowerCase())) kept.push(fields[at]!, fields[at + 1]!);
  }
  return kept;
}

export function hasField(fields: Fields, wanted: string): boolean {
  for (let at = 0; at < fields.length; at += 2) {
    if (fields[at]!.toLowerCase() === wanted) return true;
  }
  return false;
}

/** Not changed by an answer that brings no content: they are about the content that is there. RFC 9111 §3.2 */
const OF_CONTENT = new Set([
  'content-encoding',
  'content-length',
  'content-md5',
  'content-range',
  'etag',
]);

/** Fields of a stored answer after one without content has come for it. RFC 9111 §3.2 */
export function updated(stored: Fields, fresh: Fields): Fields {
  const changes = without(fresh, (name) => OF_CONTENT.has(name));
  const names = new Set<string>();
  for (let at = 0; at < changes.length; at += 2) names.add(changes[at]!.toLowerCase());
  return [...without(stored, (name) => names.has(name)), ...changes];
}
