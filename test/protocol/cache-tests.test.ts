/** The suite `http-cache-tests` of npm, unchanged, against our edge in virtual time. Threads load built files. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { countsOf, judge } from '../../bench/conformance/verdicts.mjs';
import { runVirtually, type SuiteAnswer } from '../../bench/conformance/virtual.mjs';
import { builtMain, ROOT } from '../built.ts';

const kept = JSON.parse(readFileSync(`${ROOT}bench/conformance/verdicts.json`, 'utf8'));
/**
 * Required tests that come to no verdict, by the suite's own rules: they depend on stale copies being served to a broken connection, and
 * cannot be passed, since they want a field of the server's in an answer that no server gave. No published cache passes one.
 */
const WITHOUT_VERDICT = [
  'stale-close-must-revalidate',
  'stale-close-no-cache',
  'stale-close-proxy-revalidate',
  'stale-close-s-maxage=2',
];

let answers: Promise<SuiteAnswer[]> | undefined;
/** Five runs, two at a time; the last waits by whole turns of Node's loop. */
const all = () =>
  (answers ??= (async () => {
    builtMain();
    const [a, b] = await Promise.all([runVirtually(), runVirtually()]);
    const [c, d] = await Promise.all([runVirtually(), runVirtually()]);
    return [a, b, c, d, await runVirtually({ draining: 'turns' })];
  })());

describe('the edge, by the suite http-cache-tests', () => {
  it('comes to the verdicts that are kept', async () => {
    const [first] = await all();
    expect(first!.isDone).toBe(true);
    expect(first!.escapes).toEqual([]);
    expect(first!.version).toBe(kept.version);
    expect(Object.fromEntries(first!.verdicts)).toEqual(kept.verdicts);
    expect(first!.counts).toEqual(kept.counts);
  });

  it('fails no required test', async () => {
    const [first] = await all();
    const tests = first!.groups.flatMap((group) => group.tests);
    const required = tests.filter(
      ({ kind = 'required', browser_only: isForBrowsers }) => kind === 'required' && !isForBrowsers,
    );
    const others = required.filter(({ id }) => first!.verdicts.get(id) !== 'pass');
    expect(others.map(({ id }) => id).sort()).toEqual(WITHOUT_VERDICT);
    for (const id of WITHOUT_VERDICT) {
      expect(first!.verdicts.get(id)).toBe('dependency_fail');
    }
  });

  it.each(['nginx', 'varnish', 'squid', 'trafficserver', 'apache', 'fastly'])(
    'passes more than %s does by the results that the suite has of it',
    async (peer) => {
      const [first] = await all();
      const path = `${ROOT}node_modules/http-cache-tests/results/${peer}.json`;
      const verdicts = judge(first!.groups, JSON.parse(readFileSync(path, 'utf8')));
      const theirs = countsOf(first!.groups, verdicts);
      for (const kind of ['required', 'optimal']) {
        expect(first!.counts[kind]!.pass).toBeGreaterThan(theirs[kind]!.pass!);
      }
    },
  );

  it('is the same byte for byte in five runs', async () => {
    const hashes = (await all()).map(({ hash }) => hash);
    expect(hashes).toEqual(hashes.map(() => hashes[0]));
  });
});
