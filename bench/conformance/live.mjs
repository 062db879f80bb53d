/** Runs the suite against something that listens, in real time; a process of its own, since the suite runs once in each. */

import { loadSuite, NPM_EDITION } from './suite.mjs';
import { countsOf, judge } from './verdicts.mjs';

/** Tests at a time: the suite's own number. */
const AT_ONCE = 100;

const [base, folder = NPM_EDITION] = process.argv.slice(2);
const { version, groups, run, getResults } = await loadSuite(folder);
await run(base, AT_ONCE);
const verdicts = judge(groups, getResults());
process.stdout.write(
  JSON.stringify({
    version,
    counts: countsOf(groups, verdicts),
    verdicts: Object.fromEntries(verdicts),
  }),
);
process.exit(0);
