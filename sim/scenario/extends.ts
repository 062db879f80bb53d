/** `extends: [files]`: reads a scenario with all that it builds on, and merges them. */
import { found } from '../part/issue.ts';
import { parseText } from './parse.ts';
import { CODE, type Problem, type Report, reportTo } from './problem.ts';
import { type Entry, type MapTree, mergeTrees, type ScalarTree, type Span } from './tree.ts';

export type ResolveFile = (path: string, from: string) => string;

/** Files that one scenario may build on, all told. */
const MOST_FILES = 100;

/**
 * The name of a file that another one extends, from where the first was started:
 * `presets/5g.yaml` in `lab/crowd.yaml` is `lab/presets/5g.yaml`.
 */
export function siblingOf(path: string, from: string): string {
  const folder = from.slice(0, from.lastIndexOf('/') + 1);
  const isWhole = path.startsWith('/') || /^[a-z]+:/i.test(path);
  const kept: string[] = [];
  for (const [index, step] of (isWhole ? path : folder + path).split('/').entries()) {
    if (step === '.' || (step === '' && index > 0)) continue;
    const last = kept.at(-1);
    if (step === '..' && last !== undefined && last !== '..' && last !== '') kept.pop();
    else kept.push(step);
  }
  return kept.join('/');
}

/** A scenario with all that it extends. */
export interface Merged {
  /** Undefined when the file itself is no scenario. */
  readonly tree: MapTree | undefined;
  /** Whether all files could be read; if not, what seems to be missing may stand in one of them. */
  readonly isWhole: boolean;
  readonly problems: readonly Problem[];
  /** The file itself, then the others as they were met. */
  readonly files: readonly string[];
}

export function readMerged(file: string, text: string, resolveFile?: ResolveFile): Merged {
  const merger = new Merger(resolveFile);
  const tree = merger.merge(file, text, []);
  const { isWhole, problems, files } = merger;
  return { tree, isWhole, problems, files };
}

class Merger {
  readonly problems: Problem[] = [];
  readonly files: string[] = [];
  isWhole = true;
  readonly #resolveFile: ResolveFile | undefined;
  readonly #trees = new Map<string, MapTree | undefined>();
  readonly #report: Report;

  constructor(resolveFile: ResolveFile | undefined) {
    this.#resolveFile = resolveFile;
    this.#report = reportTo(this.problems, 'extends');
  }

  /** @param within files that wait for this one */
  merge(file: string, text: string, within: readonly string[]): MapTree | undefined {
    this.files.push(file);
    const { tree, problems } = parseText(file, text);
    this.problems.push(...problems);
    if (tree === undefined) return undefined;
    const { extends: named, ...rest } = split(tree);
    let merged: MapTree | undefined;
    for (const name of named === undefined ? [] : this.#names(named)) {
      const under = this.#other(name, file, [...within, file]);
      if (under === undefined) this.isWhole = false;
      if (under === undefined) continue;
      merged = merged === undefined ? under : (mergeTrees(merged, under) as MapTree);
    }
    return merged === undefined ? rest.own : (mergeTrees(merged, rest.own) as MapTree);
  }

  #names({ key, value }: Entry): ScalarTree[] {
    const items = value.kind === 'list' ? value.items : [value];
    return items.filter((item): item is ScalarTree => {
      if (item.kind === 'scalar' && typeof item.value === 'string' && item.value !== '')
        return true;
      const what = item.kind === 'scalar' ? found(item.value) : `a ${item.kind}`;
      this.isWhole = false;
      this.#report(CODE.type, at(key), `${what}: expected names of files`);
      return false;
    });
  }

  #other({ text, span }: ScalarTree, from: string, within: readonly string[]): MapTree | undefined {
    const name = siblingOf(text, from);
    if (within.includes(name)) {
      const cycle = [...within.slice(within.indexOf(name)), name].join(' -> ');
      this.#report(CODE.extendsCycle, at(span), `${cycle}: expected no file to extend itself`);
      return undefined;
    }
    if (this.#trees.has(name)) return this.#trees.get(name);
    const other = this.#text(text, from, span);
    const tree = other === undefined ? undefined : this.merge(name, other, within);
    this.#trees.set(name, tree);
    return tree;
  }

  #text(path: string, from: string, span: Span): string | undefined {
    if (this.#resolveFile === undefined) {
      this.#report(CODE.unreadable, at(span), `${path}: expected no other files here`);
      return undefined;
    }
    if (this.files.length >= MOST_FILES) {
      this.#report(CODE.unreadable, at(span), `${path}: expected at most ${MOST_FILES} files`);
      return undefined;
    }
    try {
      return this.#resolveFile(path, from);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#report(CODE.unreadable, at(span), `${path}: cannot be read: ${reason}`);
      return undefined;
    }
  }
}

const at = ({ source, start, end }: Span) => source.place(start, end);

/** The list of files, and the document without it. */
function split(tree: MapTree): { extends: Entry | undefined; own: MapTree } {
  const entries = new Map(tree.entries);
  const named = entries.get('extends');
  entries.delete('extends');
  return { extends: named, own: { ...tree, entries } };
}
