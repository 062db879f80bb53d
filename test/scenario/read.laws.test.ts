import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../sim/scenario/frame.ts';
import { PROBLEM_CODES } from '../../sim/scenario/problem-codes.ts';
import { resolveText } from '../../sim/scenario/resolve.ts';
import { GOOD, readSmall } from './small-kinds.ts';

// What holds for any text whatever: a scenario or problems, each with a place in the text, and never
// an error thrown. Texts are good scenarios with pieces cut, repeated, moved or replaced.

const PIECES = [
  ...GOOD.match(/[\w-]+|[^\w\s]/g)!,
  ...['{', '}', '[', ']', ': ', '- ', '\n', '  ', '\t', '"', "'", '#', '&a ', '*a', '!', '|', '>'],
  ...[
    'null',
    '~',
    '.nan',
    '-1',
    '1e999',
    '0x1F',
    '\0',
    '\uFFFD',
    '边缘',
    '__proto__',
    'constructor',
  ],
  ...['extends: ', 'sweep: ', '<<: ', '---', '%YAML', '? ', '@', '/', '->', ' '],
];

const edit = fc.record({
  at: fc.nat(GOOD.length),
  cut: fc.oneof(fc.constant(0), fc.nat(12), fc.nat(200)),
  put: fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 5 })), {
    maxLength: 3,
  }),
});

const mutated = fc
  .array(edit, { minLength: 1, maxLength: 4 })
  .map((edits) =>
    edits.reduce(
      (text, { at, cut, put }) => text.slice(0, at) + put.join('') + text.slice(at + cut),
      GOOD,
    ),
  );

/** Values of any shape where the grammar expects others. */
const reshaped = fc.dictionary(
  fc.constantFrom(
    'version',
    'title',
    'run',
    'places',
    'nodes',
    'links',
    'traffic',
    'timeline',
    'assert',
  ),
  fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.dictionary(
      fc.constantFrom('edge', 'edge -> edge', '__proto__', 'seed'),
      fc.dictionary(
        fc.constantFrom(
          'kind',
          'at',
          'count',
          'capacity',
          'parent',
          'policy',
          'from',
          'to',
          'rate',
        ),
        fc.oneof(
          fc.constantFrom('cache', 'web', 'edge', 'each', '4GiB', '3rps'),
          fc.jsonValue({ maxDepth: 2 }),
        ),
      ),
    ),
    fc.array(
      fc.dictionary(
        fc.constantFrom('at', 'do', 'node', 'for', 'name'),
        fc.jsonValue({ maxDepth: 1 }),
      ),
      { maxLength: 3 },
    ),
  ),
);

function checkRead(text: string, set: string[] = []): void {
  const { scenario, problems } = readSmall(text, { set });
  expect(problems.length > 0).toBe(scenario === undefined);
  for (const problem of problems) {
    expect(PROBLEM_CODES).toHaveProperty(problem.code);
    const source = problem.file === '--set' ? set.join('\n') : text;
    const line = source.split('\n')[problem.line - 1];
    expect(line).toBeDefined();
    expect(problem.column).toBeGreaterThanOrEqual(1);
    expect(problem.column).toBeLessThanOrEqual(line!.length + 1);
    expect(problem.length).toBeGreaterThanOrEqual(1);
    expect(problem.message).not.toMatch(/undefined|\[object|NaN/);
    formatProblem(problem, source);
  }
  const keys = problems.map((problem) => JSON.stringify(problem));
  expect(new Set(keys).size).toBe(keys.length);
}

describe('read', () => {
  it('gives a scenario or problems for any damaged scenario', () => {
    fc.assert(
      fc.property(mutated, (text) => checkRead(text)),
      { numRuns: 500, seed: 1 },
    );
  });

  it('gives a scenario or problems for values of any shape', () => {
    fc.assert(
      fc.property(reshaped, (value) => checkRead(JSON.stringify(value, null, 1))),
      { numRuns: 500, seed: 2 },
    );
  });

  it('gives a scenario or problems for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => checkRead(text)),
      { numRuns: 500, seed: 3 },
    );
  });

  it('gives a scenario or problems for anything that is set', () => {
    const path = fc.array(fc.constantFrom('nodes', 'edge', 'timeline', '0', 'at', '', 'x'), {
      maxLength: 4,
    });
    const assignment = fc
      .tuple(path, fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 8 })))
      .map(([steps, value]) => `${steps.join('.')}=${value}`);
    fc.assert(
      fc.property(fc.array(assignment, { minLength: 1, maxLength: 3 }), (set) =>
        checkRead(
          GOOD,
          set.map((one) => one.replaceAll('\n', ' ')),
        ),
      ),
      { numRuns: 500, seed: 4 },
    );
  });
});

describe('resolveText', () => {
  it('writes a text that is read with the same outcome', () => {
    const outcome = (text: string) => {
      const { problems } = readSmall(text);
      return problems
        .map(({ code, path, message }) => `${code} ${path} ${message}`)
        .sort((one, other) => (one < other ? -1 : 1));
    };
    fc.assert(
      fc.property(reshaped, (value) => {
        const text = JSON.stringify(value, null, 1);
        const { text: written } = resolveText(text, { file: 'test.yaml' });
        if (written !== undefined && outcome(text).length <= 50) {
          expect(outcome(written)).toEqual(outcome(text));
        }
      }),
      { numRuns: 200, seed: 5 },
    );
  });
});
