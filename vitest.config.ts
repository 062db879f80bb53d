import { defineConfig } from 'vitest/config';

// One project a kind of test, so that `vitest run --project unit` is the fast inner loop.
const project = (name: string, include: string[], exclude: string[] = []) => ({
  test: {
    name,
    include,
    exclude,
    // Whole scenarios take 40 s on an idle core, and CI machines are not idle.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    setupFiles: ['test/fast-check.setup.ts'],
  },
});

/** Modules are loaded once for all files of a worker, not once for each: half of the time went by with it. Tests keep no state in them. */
const together = ({ test }: ReturnType<typeof project>) => ({ test: { ...test, isolate: false } });

/** After all other projects, one file after the other. */
const alone = ({ test }: ReturnType<typeof project>) => ({
  test: { ...test, fileParallelism: false, sequence: { groupOrder: 1 } },
});

const LAWS = 'test/**/*.laws.test.ts';
const THEORY = 'test/**/*.theory.test.ts';
/** Real libraries in threads of their own: seconds each. */
const SPOKEN = 'test/protocol/**/*.test.ts';
/** Real servers in real time: what else runs would be measured. */
const LIVE = 'test/**/*.live.test.ts';
/** What takes minutes: real traces from end to end. */
const WHOLE_TRACES = 'test/**/*.whole.test.ts';
const WHOLE = [
  WHOLE_TRACES,
  LIVE,
  SPOKEN,
  'test/tidy.test.ts',
  'test/scenarios.test.ts',
  'test/docs.test.ts',
  'test/cli/**',
  'test/e2e/**',
  'test/engines/**',
];

export default defineConfig({
  test: {
    // By default one core is left to the runner, which on a machine with two means that one does all the work.
    maxWorkers: '100%',
    projects: [
      project('tidy', ['test/tidy.test.ts']),
      together(project('unit', ['test/**/*.test.ts'], [LAWS, THEORY, ...WHOLE])),
      together(project('laws', [LAWS])),
      together(project('theory', [THEORY])),
      project('caches', [WHOLE_TRACES]),
      project('spoken', [SPOKEN], [LAWS, THEORY]),
      project('scenarios', ['test/scenarios.test.ts', 'test/cli/**/*.test.ts']),
      project('docs', ['test/docs.test.ts']),
      project('browser', ['test/e2e/**/*.test.ts']),
      project('engines', ['test/engines/**/*.test.ts']),
      alone(project('live', [LIVE])),
    ],
  },
});
