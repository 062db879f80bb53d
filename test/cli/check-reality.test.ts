import { describe, expect, it } from 'vitest';
import { codeOf } from '../../sim/cli/check-reality.ts';
import type { Host } from '../../sim/cli/host.ts';
import { CLEAR, followed } from '../../sim/cli/progress.ts';
import type { Reality } from '../../sim/index.ts';
import { realityOf } from '../../sim/lab/reality.ts';
import { PLAIN } from '../../sim/report/style.ts';
import { Histogram } from '../../sim/stats/histogram.ts';
import { runText } from '../run-scenario.ts';
import { small } from './cli.ts';

function compared(assertion: string, complete = true): Reality {
  const said = runText(small({ assert: [assertion] }));
  const lateness = new Histogram();
  lateness.record(0.1);
  const all = { model: said, protocol: said, live: { ...said, complete } };
  return realityOf(all, { servers: [], hasTls: false, lateness: lateness.data() });
}

describe('a comparison with live', () => {
  it('ends with 1 where an assertion fails in live, though all figures are within their bands', () => {
    expect(codeOf(compared('hit_ratio{node=edge} >= 1%'), undefined)).toBe(0);
    expect(codeOf(compared('hit_ratio{node=edge} >= 99%'), undefined)).toBe(1);
    expect(codeOf(compared('hit_ratio{node=edge} >= 1%'), 'nginx: ended')).toBe(1);
  });

  it('holds no assertion to what was stopped', () => {
    const stopped = compared('hit_ratio{node=edge} >= 99%', false);
    expect(stopped.verdicts).toEqual([]);
    expect(codeOf(stopped, undefined)).toBe(130);
  });
});

describe('progress', () => {
  const shownTo = (isWatched: boolean, isQuiet: boolean) => {
    const said: string[] = [];
    const err = (text: string) => void said.push(text);
    const out = () => {};
    const host: Host = { out, err, outStyle: PLAIN, errStyle: PLAIN, isWatched, width: 100 };
    const { onProgress, end } = followed(host, isQuiet, 'protocol');
    onProgress({ progress: 0.5, nowMs: 1000, events: 2000 });
    end();
    return said;
  };

  it('names what it is of, and takes its line away at the end', () => {
    const [line, last] = shownTo(true, false);
    expect(line!.startsWith(`${CLEAR}protocol: █`)).toBe(true);
    expect(last!.startsWith(`${CLEAR}protocol: 2`)).toBe(true);
    expect(last!.endsWith(' s\n')).toBe(true);
  });

  it('is not shown to who wants quiet, or does not watch', () => {
    expect(shownTo(true, true)).toEqual([]);
    expect(shownTo(false, false)).toEqual([]);
  });
});
