/**
 * The suite against our edge, in virtual time, by hand:
 *
 *     npm run build:sim && node bench/conformance/run.mjs [--folder=SUITE] [--write] [--all]
 *
 * `--folder` takes another edition, such as a clone of its repository; `--write` keeps the verdicts of npm's edition,
 * which a test compares; `--all` prints what did not pass and why.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runVirtually } from './virtual.mjs';

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    write: { type: 'boolean' },
    all: { type: 'boolean' },
  },
});
const sinceMs = performance.now();
const answer = await runVirtually(values.folder ? { folder: values.folder } : {});
const tookMs = performance.now() - sinceMs;
const { version, counts, verdicts, results, hash, virtualMs, escapes, isDone } = answer;
if (values.all) {
  for (const [id, verdict] of verdicts) {
    if (verdict !== 'pass' && verdict !== 'yes' && verdict !== 'untested') {
      console.log(verdict.padEnd(16), id, results[id]?.[1] ?? '');
    }
  }
}
console.log(JSON.stringify({ version, isDone, counts, hash, virtualMs, tookMs, escapes }, null, 1));
if (values.write) {
  const path = new URL('./verdicts.json', import.meta.url);
  const { peers } = JSON.parse(readFileSync(path, 'utf8'));
  const kept = {
    suite: 'http-cache-tests',
    version,
    counts,
    verdicts: Object.fromEntries(verdicts),
    // Of other caches, by peers.mjs.
    peers,
  };
  writeFileSync(path, `${JSON.stringify(kept, null, 2)}\n`);
}
