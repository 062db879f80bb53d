import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../sim/scenario/display-width.ts';
import { formatProblem } from '../../sim/scenario/frame.ts';
import type { Problem } from '../../sim/scenario/problem.ts';
import { goodWith, readSmall } from './small-kinds.ts';

const problem: Problem = {
  code: 'TW1101',
  file: 'bad.yaml',
  line: 2,
  column: 5,
  length: 7,
  path: 'nodes.edge.capcity',
  message: 'unknown key "capcity"',
  hint: 'did you mean "capacity"?',
};

/** The frame without the line that names the problem. */
const frame = (text: string, place: Partial<Problem> = {}): string[] =>
  formatProblem({ ...problem, ...place }, text)
    .split('\n')
    .slice(1);

describe('formatProblem', () => {
  it('shows place, message, the lines and the advice', () => {
    const text = 'nodes:\n    capcity: 4GiB\nlinks:\n';
    expect(formatProblem(problem, text)).toBe(
      [
        'bad.yaml:2:5  nodes.edge.capcity: unknown key "capcity"',
        '    1 | nodes:',
        '    2 |     capcity: 4GiB',
        '      |     ^^^^^^^ did you mean "capacity"? [TW1101]',
      ].join('\n'),
    );
  });

  it('has no line above the first one', () => {
    expect(frame('capcity: 4GiB', { line: 1, column: 1 })).toEqual([
      '    1 | capcity: 4GiB',
      '      | ^^^^^^^ did you mean "capacity"? [TW1101]',
    ]);
  });

  it('has no frame without the text', () => {
    expect(frame('', {})).toEqual(['  did you mean "capacity"? [TW1101]']);
    expect(frame('one line only', { line: 9 })).toEqual(['  did you mean "capacity"? [TW1101]']);
  });

  it('puts the mark under wide characters', () => {
    // 边 and 缘 take two columns each in a terminal: Unicode East Asian Width W.
    expect(frame('a\n边缘: 容量 4', { column: 5, length: 2 })).toEqual([
      '    1 | a',
      '    2 | 边缘: 容量 4',
      '      |       ^^^^ did you mean "capacity"? [TW1101]',
    ]);
  });

  it('shows tabs and control characters without their effect', () => {
    const [, line, mark] = frame('a\n\tx\u001b[31m: capcity', { column: 10, length: 7 });
    expect(line).toBe('    2 |   x␛[31m: capcity');
    expect(mark).toBe('      |           ^^^^^^^ did you mean "capacity"? [TW1101]');
  });

  it('cuts long lines around the mark', () => {
    const text = `a\n${'x'.repeat(5000)}capcity${'y'.repeat(5000)}`;
    const [, line = '', mark = ''] = frame(text, { column: 5001 });
    expect(line.length).toBeLessThan(120);
    expect(line.slice(mark.indexOf('^'), mark.indexOf('^') + 7)).toBe('capcity');
  });

  it('marks at least one character, even behind the end', () => {
    expect(frame('a\nb:', { column: 3, length: 0 })[2]).toMatch(/^ {6}\| {3}\^ did/);
  });

  it('colours by the caller’s styles, and is else the same', () => {
    const text = 'nodes:\n    capcity: 4GiB\n';
    const colour = (style: string, piece: string) => `<${style}>${piece}</>`;
    const coloured = formatProblem(problem, text, { colour });
    expect(coloured).toContain('<mark>^^^^^^^</>');
    expect(coloured.replace(/<\/?[a-z]*>/g, '')).toBe(formatProblem(problem, text));
  });

  it('follows lines that end as on Windows', () => {
    expect(frame('nodes:\r\n    capcity: 4GiB\r\n')[1]).toBe('    2 |     capcity: 4GiB');
  });

  it('fits what read finds', () => {
    const text = goodWith('capacity: 4GiB', 'capcity: 4GiB');
    const [found] = readSmall(text).problems;
    const shown = formatProblem(found!, text).split('\n');
    expect(shown[2]!.slice(shown[3]!.indexOf('^')).startsWith('capcity')).toBe(true);
  });
});

describe('displayWidth', () => {
  it.each([
    ['abc', 3],
    ['中文', 4],
    ['한국', 4],
    ['ｆｕ', 4],
    ['e\u0301', 1],
    ['😀', 2],
    ['é', 1],
  ])('of %s is %d', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});
