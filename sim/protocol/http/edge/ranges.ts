/** Parts of what is kept. RFC 9110 §14 */

/** First and last byte, both in it. */
export interface Range {
  readonly first: number;
  readonly last: number;
}

/**
 * The one range that a request asks for.
 *
 * @returns undefined for what is malformed or several, which a server may answer with the whole (RFC 9110 §14.2);
 * 'unsatisfiable' when nothing of it is there.
 */
export function rangeOf(field: string, length: number): Range | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/i.exec(field.replace(/\s/g, ''));
  if (match === null) return undefined;
  const [, from, to] = match as unknown as [string, string, string];
  if (from === '') return to === '' ? undefined : lastBytes(Number(to), length);
  const first = Number(from);
  const last = to === '' ? length - 1 : Math.min(Number(to), length - 1);
  if (to !== '' && Number(to) < first) return undefined;
  return first < length ? { first, last } : 'unsatisfiable';
}

function lastBytes(count: number, length: number): Range | 'unsatisfiable' {
  if (count === 0 || length === 0) return 'unsatisfiable';
  return { first: Math.max(0, length - count), last: length - 1 };
}
