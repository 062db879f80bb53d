/** Where each path of a scenario stands, though it may come from several files. */
import { didYouMean, nearest } from './nearest.ts';
import type { Path, Place, Problem } from './problem.ts';
import { follow, type Span, type Tree } from './tree.ts';

/** What may be said of a problem beside its place and message. */
export interface Advice {
  readonly hint?: string | undefined;
  /** The word that is wrong and the names that would be right, for a did-you-mean. */
  readonly meant?: { readonly word: string; readonly known: readonly string[] };
  readonly target?: 'key' | 'value';
}

const placeOf = ({ source, start, end }: Span): Place => source.place(start, end);

/** A likely name is the best hint, a list of all names the last. */
function hintOf({ hint, meant }: Advice): string | undefined {
  if (meant === undefined) return hint;
  const isLikely = nearest(meant.word, meant.known) !== undefined;
  return isLikely
    ? didYouMean(meant.word, meant.known)
    : (hint ?? didYouMean(meant.word, meant.known));
}

export class SourceMap {
  readonly #root: Tree;

  constructor(root: Tree) {
    this.#root = root;
  }

  /** The scenario's own file, which may extend others. */
  get file(): string {
    return this.#root.span.source.file;
  }

  /** The document with all that it extends and what was set. */
  get tree(): Tree {
    return this.#root;
  }

  /** @returns a scalar as the user wrote it, without quotes. */
  textAt(path: Path): string | undefined {
    const { value, depth } = follow(this.#root, path);
    const isText = depth === path.length && value.kind === 'scalar' && value.value !== null;
    return isText ? value.text : undefined;
  }

  has(path: Path): boolean {
    return follow(this.#root, path).depth === path.length;
  }

  /** @returns as much of a path as leads to something. */
  existing(path: Path): Path {
    return path.slice(0, follow(this.#root, path).depth);
  }

  /**
   * The place of a key or value; of what comes nearest when the path leads nowhere.
   * Maps and lists are shown by their key, for they may be long.
   */
  locate(path: Path, target: 'key' | 'value' = 'value'): Place {
    const { value, key, depth } = follow(this.#root, path);
    const byKey = target === 'key' || value.kind !== 'scalar' || depth < path.length;
    return placeOf(byKey && key !== undefined ? key : value.span);
  }

  /** The place of a piece of a text; of the whole text where escapes or folds hide the piece. */
  locateWithin(path: Path, at: number, length: number): Place {
    const { value } = follow(this.#root, path);
    if (value.kind !== 'scalar' || typeof value.value !== 'string') return this.locate(path);
    const { source, start } = value.span;
    const shown = [start, start + 1].find((from) => source.text.startsWith(value.text, from));
    if (shown === undefined) return this.locate(path);
    return source.place(shown + at, shown + at + length);
  }

  /** A problem with what stands at a path. */
  problem(code: string, path: Path, message: string, advice: Advice = {}): Problem {
    const hint = hintOf(advice);
    const place = this.locate(path, advice.target);
    const facts = { code, ...place, path: path.join('.'), message };
    return hint === undefined ? facts : { ...facts, hint };
  }
}
