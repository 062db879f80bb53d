/** Verdicts of a suite: what each test came to, as its own pages say it, and how many of each kind. */

const GOOD = new Set(['pass', 'yes']);

/**
 * As the suite's `determineTestResult`.
 *
 * @returns by test: `pass`, `fail`, `optional_fail`, `yes`, `no`, `setup_fail`, `retry`, `dependency_fail` or `untested`.
 */
export function judge(groups, results) {
  const tests = new Map(groups.flatMap((group) => group.tests.map((test) => [test.id, test])));
  const verdicts = new Map();
  const verdictOf = (id) => {
    if (!verdicts.has(id)) verdicts.set(id, verdict(tests.get(id), results[id], verdictOf));
    return verdicts.get(id);
  };
  return new Map([...tests.keys()].sort().map((id) => [id, verdictOf(id)]));
}

function verdict({ kind = 'required', depends_on: needs = [] }, result, verdictOf) {
  if (result === undefined) return 'untested';
  if (needs.some((id) => !GOOD.has(verdictOf(id)))) return 'dependency_fail';
  if (result[0] === 'Setup') return result[1] === 'retry' ? 'retry' : 'setup_fail';
  const [good, bad] = {
    required: ['pass', 'fail'],
    optimal: ['pass', 'optional_fail'],
    check: ['yes', 'no'],
  }[kind];
  return result === true ? good : bad;
}

/** @returns by kind of test: how many there are, how many are for browsers only, and each verdict's number. */
export function countsOf(groups, verdicts) {
  const counts = {};
  for (const { id, kind = 'required', browser_only: isForBrowsers } of groups.flatMap(
    ({ tests }) => tests,
  )) {
    counts[kind] ??= { tests: 0, browser_only: 0 };
    const of = counts[kind];
    of.tests += 1;
    if (isForBrowsers) of.browser_only += 1;
    else of[verdicts.get(id)] = (of[verdicts.get(id)] ?? 0) + 1;
  }
  return counts;
}
