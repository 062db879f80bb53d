import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { PROBLEM_CODES, read } from '../../sim/index.ts';

const SIM = fileURLToPath(new URL('../../sim/', import.meta.url));
const TABLE = 'scenario/problem-codes.ts';

/** What the examples of the table are laid over; the real grammar reads it. */
const BASE = `version: 1
title: base
run: { duration: 10m, warmup: 1m }
places: [virginia, frankfurt]
nodes:
  viewers: { kind: clients, count: 100 }
  edge: { kind: cache, count: 2, capacity: 4GiB, parent: origin }
  shield: { kind: cache, capacity: 4GiB, parent: origin }
  origin: { kind: origin, at: virginia }
traffic:
  images:
    kind: web
    from: viewers
    to: edge
    arrivals: { poisson: 80rps }
    catalog: { objects: 200, popularity: { zipf: 0.9 }, size: 10KiB }
`;

const withoutShield = (text: string) =>
  /^ {2}shield:/m.test(text) ? BASE.replace(/ {2}shield:.*\n/, '') : BASE;

/** Examples that are whole files, or whose codes only show when a world is built, a log is read
 * or two scenarios are compared. */
const WHOLE = new Set(['TW1004', 'TW1009']);
const COMMENT = /^#/;
const LATER = new Set([
  'TW1310',
  'TW1312',
  'TW1313',
  'TW1314',
  'TW1315',
  'TW1316',
  'TW1317',
  'TW1320',
  'TW1321',
  'TW1501',
  'TW1502',
]);

function codesOf(example: string, isWhole: boolean): string[] {
  const extended = /^extends:/m.test(example) || isWhole;
  const text = extended ? example : `${example}\nextends: [base.yaml]\n`;
  const resolveFile = (path: string) => {
    if (path === 'base.yaml') return withoutShield(example);
    throw new Error('not found');
  };
  const { problems } = read(text, { file: 'scenario.yaml', resolveFile });
  return problems.map(({ code }) => code);
}

const entries = Object.entries(PROBLEM_CODES).map(([code, entry]) => ({ code, ...entry }));
const shown = entries.filter(({ code, wrong }) => !COMMENT.test(wrong) && !LATER.has(code));

describe('the table of problem codes', () => {
  it('has every code that the source uses, and no other', () => {
    const files = readdirSync(SIM, { recursive: true, encoding: 'utf8' })
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => file.endsWith('.ts') && file !== TABLE);
    const used = new Set(
      files.flatMap((file) => readFileSync(SIM + file, 'utf8').match(/'TW\d{4}'/g) ?? []),
    );
    const codes = [...used].map((code) => code.slice(1, -1)).sort((a, b) => (a < b ? -1 : 1));
    expect(codes).toEqual(Object.keys(PROBLEM_CODES).sort((a, b) => (a < b ? -1 : 1)));
  });

  it('says of each what it is and what to do', () => {
    for (const { title, explanation, right, wrong } of entries) {
      expect(title).not.toMatch(/\.$/);
      expect(explanation).toMatch(/\.$/);
      expect(right).not.toBe(wrong);
    }
  });
});

describe('the example of', () => {
  it.each(shown)('$code is wrong as the table says', ({ code, wrong }) => {
    expect(codesOf(wrong, WHOLE.has(code))).toContain(code);
  });

  it.each(shown)('$code is right as the table says', ({ right }) => {
    expect(codesOf(right, false)).toEqual([]);
  });

  it.each([
    ['TW1005', 'a'.repeat(5 * 1024 * 1024), []],
    ['TW1012', BASE, ['nodes.egde.capacity=4GiB']],
    [
      'TW1099',
      `version: 1\nnodes:\n${Array.from({ length: 60 }, (_, n) => `  n${n}: 1\n`).join('')}`,
      [],
    ],
  ])('%s is shown by other means', (code, text, set) => {
    const codes = read(text, { file: 'scenario.yaml', set }).problems.map((found) => found.code);
    expect(codes).toContain(code);
  });
});
