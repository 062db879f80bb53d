/** A YAML document as maps, lists and scalars that each know where they stand. */
import type { Path, Place } from './problem.ts';

/** Text of one file, and where its lines begin. */
export class SourceText {
  readonly file: string;
  readonly text: string;
  readonly #lineStarts: readonly number[];

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
    const starts = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.#lineStarts = starts;
  }

  /** @returns the place of a stretch of text, cut at the end of its first line. */
  place(start: number, end: number): Place {
    const from = Math.min(start, this.text.length);
    const index = this.#lineAt(from);
    const nextStart = this.#lineStarts[index + 1];
    const lineEnd = nextStart === undefined ? this.text.length : nextStart - 1;
    const length = Math.max(1, Math.min(end, lineEnd) - from);
    return {
      file: this.file,
      line: index + 1,
      column: from - this.#lineStarts[index]! + 1,
      length,
    };
  }

  #lineAt(offset: number): number {
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.#lineStarts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** A stretch of one file, as offsets. */
export interface Span {
  readonly source: SourceText;
  readonly start: number;
  readonly end: number;
}

export interface ScalarTree {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** As written, without quotes: a number keeps its digits. */
  readonly text: string;
  readonly span: Span;
}

export interface Entry {
  readonly key: Span;
  readonly value: Tree;
}

export interface MapTree {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Entry>;
  readonly span: Span;
}

export interface ListTree {
  readonly kind: 'list';
  readonly items: readonly Tree[];
  readonly span: Span;
}

export type Tree = ScalarTree | MapTree | ListTree;

/** Where something stands in a tree: its value, and its key when it has one. */
export interface Found {
  readonly value: Tree;
  readonly key?: Span;
}

/** @returns the child under one key or index. */
export function childOf(tree: Tree, step: string | number): Found | undefined {
  if (tree.kind === 'map') return tree.entries.get(String(step));
  if (tree.kind === 'scalar') return undefined;
  const value = tree.items[Number(step)];
  return value === undefined ? undefined : { value };
}

/** @returns how far a path leads, and what stands there. */
export function follow(tree: Tree, path: Path): Found & { readonly depth: number } {
  let found: Found = { value: tree };
  for (const [depth, step] of path.entries()) {
    const next = childOf(found.value, step);
    if (next === undefined) return { ...found, depth };
    found = next;
  }
  return { ...found, depth: path.length };
}

/** Plain data; maps have no prototype, so that no name is special. */
export function toPlain(tree: Tree): unknown {
  if (tree.kind === 'scalar') return tree.value;
  if (tree.kind === 'list') return tree.items.map(toPlain);
  const map: Record<string, unknown> = Object.create(null);
  for (const [key, { value }] of tree.entries) map[key] = toPlain(value);
  return map;
}

/**
 * Lays one document over another: maps are merged key by key, anything else is replaced.
 *
 * @param over wins; what it does not name stays as it is in `under`.
 */
export function mergeTrees(under: Tree, over: Tree): Tree {
  if (under.kind !== 'map' || over.kind !== 'map') return over;
  const entries = new Map(under.entries);
  for (const [key, entry] of over.entries) {
    const below = entries.get(key);
    const value = below === undefined ? entry.value : mergeTrees(below.value, entry.value);
    entries.set(key, { key: entry.key, value });
  }
  return { kind: 'map', entries, span: over.span };
}
