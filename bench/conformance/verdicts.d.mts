import type { SuiteAnswer } from './virtual.mjs';

export function judge(
  groups: SuiteAnswer['groups'],
  results: Readonly<Record<string, unknown>>,
): Map<string, string>;

export function countsOf(
  groups: SuiteAnswer['groups'],
  verdicts: ReadonlyMap<string, string>,
): SuiteAnswer['counts'];
