/** Lists in fields, and the words in them. RFC 9110 §5.6 */

/** Splits a field at its commas; those in quoted strings do not count. RFC 9110 §5.6.1, §5.6.4 */
export function splitList(field: string): string[] {
  const parts: string[] = [];
  let from = 0;
  let isQuoted = false;
  for (let at = 0; at < field.length; at += 1) {
    const char = field[at];
    if (isQuoted && char === '\\') at += 1;
    else if (char === '"') isQuoted = !isQuoted;
    else if (char === ',' && !isQuoted) {
      parts.push(field.slice(from, at).trim());
      from = at + 1;
    }
  }
  parts.push(field.slice(from).trim());
  return parts.filter((part) => part !== '');
}

/** A quoted string without its quotes; anything else as it is. RFC 9110 §5.6.4 */
export function unquoted(text: string): string {
  const isQuoted = text.length > 1 && text.startsWith('"') && text.endsWith('"');
  return isQuoted ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text;
}

/** RFC 9110 §5.6.2 */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
export const isToken = (text: string): boolean => TOKEN.test(text);

/** Names in a list, in lower case. */
export const namesIn = (field: string | undefined): string[] =>
  field === undefined ? [] : splitList(field.toLowerCase());
