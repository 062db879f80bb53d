/**
 * A problem for people: where, what, the lines around it, and what to do.
 *
 *     bad.yaml:8:5  nodes.edge.capcity: unknown key "capcity"
 *         7 |   edge:
 *         8 |     capcity: 4GiB
 *           |     ^^^^^^^ did you mean "capacity"? [TW1101]
 */
import { displayWidth, printable } from './display-width.ts';
import type { Problem } from './problem.ts';

export type FrameStyle = 'place' | 'path' | 'message' | 'dim' | 'mark' | 'hint';

export interface FrameOptions {
  /** Adds colour; the plain text is the same. */
  readonly colour?: (style: FrameStyle, text: string) => string;
}

/** Lines of machines have thousands of characters. */
const MOST_CHARACTERS = 100;
/** What is shown in front of the mark of a long line. */
const CONTEXT_CHARACTERS = 40;
const LEAST_GUTTER = 5;
const ELLIPSIS = '…';

/** @param sourceText of the problem's file; without it there is no frame. */
export function formatProblem(
  problem: Problem,
  sourceText: string,
  { colour = (_, text) => text }: FrameOptions = {},
): string {
  const { file, line, column, path, message, hint, code } = problem;
  const subject = path === '' ? '' : colour('path', `${printable(path)}: `);
  const place = colour('place', `${printable(file)}:${line}:${column}`);
  const head = `${place}  ${subject}${colour('message', printable(message))}`;
  const advice = hint === undefined ? '' : `${colour('hint', printable(hint))} `;
  const tail = `${advice}${colour('dim', `[${code}]`)}`;
  const lines = linesAround(sourceText, line);
  if (lines === undefined) return `${head}\n  ${tail}`;

  const gutterWidth = Math.max(LEAST_GUTTER, String(line).length);
  const gutter = (text: string) => colour('dim', `${text.padStart(gutterWidth)} |`);
  const { shown, before, marks } = markedLine(lines.here, problem);
  const above = lines.above === undefined ? [] : [[gutter(String(line - 1)), clip(lines.above)]];
  const rows = [
    ...above,
    [gutter(String(line)), shown],
    [gutter(''), `${' '.repeat(before)}${colour('mark', marks)} ${tail}`],
  ];
  return [head, ...rows.map(([edge, text]) => `${edge} ${text}`.trimEnd())].join('\n');
}

interface Lines {
  readonly above: string | undefined;
  readonly here: string;
}

/** @returns undefined when the text has no such line. */
function linesAround(text: string, line: number): Lines | undefined {
  let start = 0;
  let previous: number | undefined;
  for (let passed = 1; passed < line; passed += 1) {
    const end = text.indexOf('\n', start);
    if (end < 0) return undefined;
    previous = start;
    start = end + 1;
  }
  if (text === '') return undefined;
  const lineAt = (from: number) => {
    const end = text.indexOf('\n', from);
    return text.slice(from, end < 0 ? text.length : end).replace(/\r$/, '');
  };
  return { above: previous === undefined ? undefined : lineAt(previous), here: lineAt(start) };
}

const clip = (line: string): string => {
  const isLong = line.length > MOST_CHARACTERS;
  return printable(isLong ? `${line.slice(0, MOST_CHARACTERS)}${ELLIPSIS}` : line);
};

/** The part of the line that holds the mark, and the mark in columns of the screen. */
function markedLine(line: string, { column, length }: Problem) {
  const at = Math.min(column - 1, line.length);
  const isLong = line.length > MOST_CHARACTERS;
  const from = isLong ? Math.max(0, at - CONTEXT_CHARACTERS) : 0;
  const to = isLong ? Math.min(line.length, from + MOST_CHARACTERS) : line.length;
  const lead = from > 0 ? ELLIPSIS : '';
  const trail = to < line.length ? ELLIPSIS : '';
  const before = lead + printable(line.slice(from, at));
  const marked = printable(line.slice(at, Math.min(to, at + length)));
  return {
    shown: before + printable(line.slice(at, to)) + trail,
    before: displayWidth(before),
    marks: '^'.repeat(Math.max(1, displayWidth(marked))),
  };
}
