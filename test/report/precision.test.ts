import { describe, expect, it } from 'vitest';
import { PLAIN } from '../../sim/report/style.ts';
import { summary } from '../../sim/report/terminal.ts';
import type { Precision } from '../../sim/result/result.ts';
import { replicationOf, resultOf } from '../result/result-of.ts';

const reached: Precision = {
  text: 'p99(latency) ± 5%',
  query: { fn: 'p99', metric: 'latency', labels: {} },
  askedRatio: 0.05,
  foundRatio: 0.042,
  isReached: true,
};

function said(precision: Precision, complete = true): string {
  const result = resultOf([0, 1, 2].map((index) => replicationOf(index, () => {})));
  const options = { style: PLAIN, width: 100, file: 'a.yaml', replay: 'twinwing run a.yaml' };
  const text = summary({ ...result, complete, precision }, options);
  return /^until .*$/m.exec(text)![0];
}

describe('the summary of a run until a figure is known', () => {
  it('says how well it is known, and after how many replications', () => {
    expect(said(reached)).toBe('until p99(latency) ± 5%: reached, ±4.2 % after 3 replications');
  });

  it('says when the run ended before that', () => {
    const short = { ...reached, isReached: false, foundRatio: 0.2 };
    expect(said(short)).toBe(
      'until p99(latency) ± 5%: not reached, ±20.0 % after 3 replications: expected a larger max',
    );
    expect(said(short, false)).toContain('not reached yet');
  });

  it('says when the figure does not exist', () => {
    const { foundRatio: _none, ...unknown } = { ...reached, isReached: false };
    expect(said(unknown)).toContain('not reached, unknown after 3 replications');
  });
});
