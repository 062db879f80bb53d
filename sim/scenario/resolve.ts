/** The scenario as it is after `extends` and `--set`, each line with where it came from. */
import { stringify } from 'yaml';
import { displayWidth } from './display-width.ts';
import type { Problem } from './problem.ts';
import { type ReadOptions, readDocument } from './read.ts';
import type { MapTree, ScalarTree, Span, Tree } from './tree.ts';

export type Resolved =
  | { readonly text: string; readonly problems: readonly [] }
  | { readonly text: undefined; readonly problems: readonly Problem[] };

/** Column at which origins stand, if the line leaves room. */
const ORIGIN_COLUMN = 56;
const INDENT = '  ';

/** Merges and writes; whether the result is a good scenario is for `read` to say. */
export function resolveText(text: string, options: Omit<ReadOptions, 'kinds'>): Resolved {
  const { tree, problems } = readDocument(text, options);
  if (tree === undefined || problems.length > 0) return { text: undefined, problems };
  const lines = tree.entries.size === 0 ? ['{}'] : mapLines(tree, '');
  return { text: `${lines.join('\n')}\n`, problems: [] };
}

function mapLines({ entries }: MapTree, indent: string): string[] {
  return [...entries].flatMap(([key, { key: span, value }]) => {
    const head = `${indent}${scalarText(key)}:`;
    return valueLines(head, value, indent, value.kind === 'scalar' ? value.span : span);
  });
}

function valueLines(head: string, value: Tree, indent: string, origin: Span): string[] {
  if (value.kind === 'scalar') return [withOrigin(`${head} ${scalarOf(value)}`, origin)];
  const below =
    value.kind === 'map'
      ? mapLines(value, indent + INDENT)
      : value.items.flatMap((item) => itemLines(item, indent + INDENT));
  if (below.length > 0) return [withOrigin(head, origin), ...below];
  return [withOrigin(`${head} ${value.kind === 'map' ? '{}' : '[]'}`, origin)];
}

/** The first line of what stands in a list begins with its dash. */
function itemLines(item: Tree, indent: string): string[] {
  if (item.kind !== 'map' || item.entries.size === 0) {
    return valueLines(`${indent}-`, item, indent, item.span);
  }
  const [first = '', ...rest] = mapLines(item, indent + INDENT);
  return [`${indent}- ${first.slice(indent.length + INDENT.length)}`, ...rest];
}

function withOrigin(line: string, { source, start, end }: Span): string {
  const { file, line: number } = source.place(start, end);
  const padding = ' '.repeat(Math.max(1, ORIGIN_COLUMN - displayWidth(line)));
  return `${line}${padding}# ${file.replace(/\s+/g, ' ')}:${number}`;
}

/** Numbers keep the digits they were written with. */
const scalarOf = ({ value, text }: ScalarTree): string =>
  typeof value === 'string' ? scalarText(value) : value === null ? 'null' : text;

/** Text on one line, in quotes where YAML needs them. */
function scalarText(text: string): string {
  const written = stringify(text, { lineWidth: 0 }).trimEnd();
  return written.includes('\n') || written.startsWith('|') || written.startsWith('>')
    ? JSON.stringify(text)
    : written;
}
