/** Adds to the timeline of a scenario's text, and leaves every other character as it is. */

const KEY = /^timeline:[ \t]*(.*)$/m;
/** Lines that do not end the list: items, what belongs to them, comments, nothing. */
const BELOW = /^(\s|-\s|#|$)/;

/**
 * @param entry a flow map: `{ at: 5m, do: purge, nodes: edge }`.
 * @returns undefined when the timeline is a flow list over several lines.
 */
export function withEntry(text: string, entry: string): string | undefined {
  const key = KEY.exec(text);
  if (key === null) return `${text.trimEnd()}\ntimeline:\n  - ${entry}\n`;
  const rest = key[1]!.replace(/(^|\s)#.*$/, '').trim();
  if (rest === '') return inBlock(text, key.index + key[0].length, entry);
  const list = /^\[(.*)\]$/.exec(rest);
  if (list === null) return undefined;
  const items = list[1]!.trim().replace(/,$/, '');
  const line = `timeline: [${[items, entry].filter(Boolean).join(', ')}]`;
  return text.slice(0, key.index) + line + text.slice(key.index + key[0].length);
}

/** @param from where the lines below the key begin. */
function inBlock(text: string, from: number, entry: string): string {
  const below = text.slice(from + 1).split('\n');
  const end = below.findIndex((line) => !BELOW.test(line));
  const block = end < 0 ? below : below.slice(0, end);
  const last = block.findLastIndex((line) => /^\s*[^\s#]/.test(line));
  const indent = block
    .map((line) => /^(\s*)- /.exec(line)?.[1])
    .find((found) => found !== undefined);
  const added = below.toSpliced(last + 1, 0, `${indent ?? '  '}- ${entry}`);
  return `${text.slice(0, from)}\n${added.join('\n')}`;
}
