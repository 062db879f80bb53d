import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe } from 'vitest';

/** Data sets that are read in place and not part of the repository: `TWINWING_SHARED`, or `shared` beside it. */
const shared = process.env.TWINWING_SHARED ?? resolve(import.meta.dirname, '..', '..', 'shared');

/** Where a shared data file is, e.g. `sharedData('cache/expected.csv')`; undefined when it is not here. */
export function sharedData(path: string): string | undefined {
  const file = join(shared, 'data', path);
  return existsSync(file) ? file : undefined;
}

const missing = sharedData('README.md') === undefined;
if (missing) {
  const reason = `shared data not found in ${shared} (set TWINWING_SHARED)`;
  if (process.env.CI === 'true') throw new Error(reason);
  console.warn(`tests against real data are skipped: ${reason}`);
}

/** `describe` for tests that read shared data: skipped, with a warning, where it is absent; fails in CI. */
export const whenShared = describe.skipIf(missing);
