/** `--set path=value`: changes a document before it is checked. */
import { quote } from '../part/issue.ts';
import { didYouMean } from './nearest.ts';
import { parseValue } from './parse.ts';
import { CODE, type Report } from './problem.ts';
import { SECTIONS } from './sections.ts';
import { type MapTree, SourceText, type Span, type Tree } from './tree.ts';

/** The name under which problems with `--set` are shown; a line of it is one of its values. */
export const SET_FILE = '--set';

/** Steps down to what is inside of an entry: `nodes.edge` has two. */
const ENTRY_LEVEL = 2;
/** Sections that have settings and no entries: what is inside of them is one step down. */
const OF_SETTINGS: readonly string[] = ['run', 'network'];

/** Where a step of a path stands: offset within the text, steps before it, and those that end at an entry. */
interface Step {
  readonly at: number;
  readonly level: number;
  readonly entryLevel: number;
}

/** Lays every assignment over the document, in the order given. */
export function applySets(tree: MapTree, sets: readonly string[], report: Report): MapTree {
  const lines = sets.map((text) => text.replaceAll('\n', ' '));
  const source = new SourceText(SET_FILE, lines.join('\n'));
  let changed = tree;
  let start = 0;
  for (const line of lines) {
    changed = new Assignment(source, line, start, report).applyTo(changed);
    start += line.length + 1;
  }
  return changed;
}

/** One `path=value`, and where it stands among the others. */
class Assignment {
  readonly #source: SourceText;
  readonly #text: string;
  readonly #start: number;
  readonly #report: Report;

  constructor(source: SourceText, text: string, start: number, report: Report) {
    this.#source = source;
    this.#text = text;
    this.#start = start;
    this.#report = report;
  }

  /** @returns the document itself when there is something wrong. */
  applyTo(tree: MapTree): MapTree {
    const equals = this.#text.indexOf('=');
    if (equals <= 0) {
      const hint = 'write e.g. nodes.edge.capacity=4GiB';
      this.#refuse(0, this.#text.length, `${quote(this.#text)}: expected path=value`, hint);
      return tree;
    }
    const from = this.#start + equals + 1;
    const value = parseValue(this.#source, this.#text.slice(equals + 1), from, this.#report);
    if (value === undefined) return tree;
    const steps = this.#text.slice(0, equals).split('.');
    if (steps[0] === 'extends') {
      this.#refuse(0, equals, 'extends: expected in a file');
      return tree;
    }
    const entryLevel = OF_SETTINGS.includes(steps[0]!) ? 1 : ENTRY_LEVEL;
    return (this.#put(tree, steps, { at: 0, level: 0, entryLevel }, value) ?? tree) as MapTree;
  }

  #put(tree: Tree, [step, ...rest]: string[], where: Step, value: Tree): Tree | undefined {
    if (step === undefined) return value;
    const { at, level, entryLevel } = where;
    const next = { at: at + step.length + 1, level: level + 1, entryLevel };
    if (tree.kind === 'map') {
      const entry = tree.entries.get(step);
      const below = entry?.value ?? this.#missing(tree, step, rest, where);
      const changed = below && this.#put(below, rest, next, value);
      if (changed === undefined) return undefined;
      // What is only passed through still stands in its file.
      const isPassed = entry !== undefined && rest.length > 0;
      const key = isPassed ? entry.key : this.#span(at, step.length);
      return { ...tree, entries: new Map(tree.entries).set(step, { key, value: changed }) };
    }
    const below = tree.kind === 'list' ? tree.items[indexOf(step)] : undefined;
    if (tree.kind === 'scalar' || below === undefined) {
      const expected = tree.kind === 'list' ? `an index below ${tree.items.length}` : 'a map above';
      this.#refuse(at, step.length, `${quote(step)}: expected ${expected}`);
      return undefined;
    }
    const changed = this.#put(below, rest, next, value);
    return changed && { ...tree, items: tree.items.with(indexOf(step), changed) };
  }

  /**
   * What stands where nothing stands yet: a section, or a setting of an entry. But not an entry: a
   * mistyped name would begin another one.
   */
  #missing(tree: MapTree, step: string, rest: string[], where: Step): Tree | undefined {
    const { at, level, entryLevel } = where;
    const span = this.#span(at, step.length);
    const isSection = level === 0 && SECTIONS.includes(step);
    if (rest.length === 0 || isSection || level >= entryLevel) {
      return { kind: 'map', entries: new Map(), span };
    }
    const hint = didYouMean(step, [...tree.entries.keys()]);
    this.#refuse(at, step.length, `${quote(step)}: expected a key of the scenario`, hint);
    return undefined;
  }

  #span(at: number, length: number): Span {
    const start = this.#start + at;
    return { source: this.#source, start, end: start + length };
  }

  #refuse(at: number, length: number, message: string, hint?: string): void {
    const { source, start, end } = this.#span(at, length);
    this.#report(CODE.set, source.place(start, end), message, hint);
  }
}

/** @returns NaN for what is no index. */
const indexOf = (step: string): number => (/^\d+$/.test(step) ? Number(step) : Number.NaN);
