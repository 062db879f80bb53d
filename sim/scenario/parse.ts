/** YAML text → tree. Everything that is wrong with the text itself is found here. */
import type { YAMLError } from 'yaml';
import { type Composed, compose } from './compose.ts';
import { CODE, type Problem, type Report, reportTo } from './problem.ts';
import { type MapTree, SourceText, type Tree } from './tree.ts';
import { TreeBuilder } from './tree-builder.ts';

const KIBI = 1024;
/**
 * A scenario has some kilobytes. The worst texts of this size, such as commas only, take the YAML
 * library 2 s and 300 MB; 4 Mi characters of them take more memory than Node has (measured).
 */
const MOST_CHARACTERS = 256 * KIBI;

const DASHES = '---';

export interface Parsed {
  /** Undefined when the text is no scenario at all. */
  readonly tree: MapTree | undefined;
  readonly problems: readonly Problem[];
}

/** Parses a whole file. */
export function parseText(file: string, text: string): Parsed {
  const problems: Problem[] = [];
  const tree = readWhole(file, text, reportTo(problems));
  return { tree, problems };
}

function readWhole(file: string, text: string, report: Report): MapTree | undefined {
  const start = { file, line: 1, column: 1, length: 1 };
  if (text.length > MOST_CHARACTERS) {
    const size = `${Math.ceil(text.length / KIBI)} Ki characters`;
    report(CODE.tooLarge, start, `${size}: expected at most ${MOST_CHARACTERS / KIBI} Ki`);
    return undefined;
  }
  const source = new SourceText(file, text);
  if (hasStrangeCharacters(source, report)) return undefined;
  const tree = parseValue(source, text, 0, report);
  if (tree?.kind === 'map') return tree;
  if (tree === undefined) return undefined;
  const isEmpty = tree.kind === 'scalar' && tree.value === null;
  const what = isEmpty ? 'empty' : tree.kind === 'list' ? 'a list' : 'a single value';
  const place = isEmpty ? start : source.place(tree.span.start, tree.span.end);
  report(CODE.notAMap, place, `${what}: expected a map`, 'a scenario begins with version: 1');
  return undefined;
}

/** NUL marks a binary file, U+FFFD bytes that were not UTF-8. */
function hasStrangeCharacters(source: SourceText, report: Report): boolean {
  const at = source.text.search(/[\0\uFFFD]/);
  if (at < 0) return false;
  const what = source.text[at] === '\0' ? 'a NUL character' : 'bytes that are not UTF-8';
  report(CODE.characters, source.place(at, at + 1), `${what}: expected text in UTF-8`);
  return true;
}

/**
 * Parses a stretch of a source that begins at `offset`, such as the value behind `--set path=`.
 *
 * @returns undefined when the text is not YAML.
 */
export function parseValue(
  source: SourceText,
  text: string,
  offset: number,
  report: Report,
): Tree | undefined {
  const composed = compose(text);
  if ('tooDeepAt' in composed) {
    const at = offset + composed.tooDeepAt;
    report(CODE.tooDeep, source.place(at, at + 1), 'nested too deeply: expected a few levels');
    return undefined;
  }
  if (reportErrors(composed, source, offset, report)) return undefined;
  return new TreeBuilder(source, offset, report).build(composed.contents);
}

/** One error a line: what follows on the same line is the parser looking for its way back. */
function reportErrors(
  { errors, secondAt }: Composed,
  source: SourceText,
  offset: number,
  report: Report,
): boolean {
  const lines = new Set<number>();
  for (const error of errors) {
    const place = source.place(offset + error.pos[0], offset + error.pos[1]);
    if (lines.has(place.line)) continue;
    lines.add(place.line);
    const { code, message, hint } = explain(error);
    report(code, place, message, hint);
  }
  if (secondAt !== undefined) {
    const place = source.place(offset + secondAt, offset + secondAt + DASHES.length);
    const message = 'a second document: expected one scenario in a file';
    report(CODE.severalDocuments, place, message, `remove the line ${DASHES}`);
  }
  return lines.size > 0 || secondAt !== undefined;
}

interface Explained {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

function explain({ code, message }: YAMLError): Explained {
  if (code === 'TAB_AS_INDENT') {
    return { code: CODE.tab, message: 'a tab: expected spaces for indentation' };
  }
  const [first = ''] = message.split('\n');
  const phrase = first.charAt(0).toLowerCase() + first.slice(1).replace(/[.;:]$/, '');
  const hint = 'text with [ ] { } # or ": " in it needs quotes';
  return { code: CODE.syntax, message: `not YAML: ${phrase}`, hint };
}
