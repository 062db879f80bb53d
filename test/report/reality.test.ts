import { describe, expect, it } from 'vitest';
import { type Outcome, outcomeOfReality, type Reality, type Verdict } from '../../sim/index.ts';
import { realityDoubts, realityPage, realityText } from '../../sim/report/reality.ts';
import { PLAIN } from '../../sim/report/style.ts';

const reality = (live: number, outcome: Outcome): Reality => ({
  format: 'twinwing/reality',
  version: 1,
  twinwing: '0.1.0',
  title: 'Is <it> true?',
  file: 'a.yaml',
  seed: '1',
  durationMs: 10_000,
  warmupMs: 1000,
  complete: true,
  servers: ['edge/0 is nginx on 127.0.0.1:8100'],
  lateness: { p95: 0.4, most: 12 },
  verdicts: [],
  rows: [
    {
      figure: 'hit_ratio{node=edge}',
      title: 'hit ratio of requests',
      labels: { node: 'edge' },
      unit: 'ratio',
      model: 0.7532,
      protocol: 0.7273,
      live,
      band: {
        against: 'model',
        atMost: 0.005,
        text: '±0.005',
        outcome,
      },
    },
    {
      figure: 'p95(latency{traffic=web})',
      title: 'response time of requests',
      labels: { traffic: 'web' },
      unit: 'ms',
      model: 100,
      live: 110,
    },
  ],
});

/** What live makes of an assertion. */
const asserted = (outcome: Outcome): Verdict => ({
  text: 'hit_ratio{node=edge} >= 99%',
  line: 21,
  column: 5,
  query: { fn: 'value', metric: 'hit_ratio', labels: { node: 'edge' } },
  op: '>=',
  outcome,
  value: 0.747,
  limit: 0.99,
  unit: 'ratio',
});

describe('a reality check', () => {
  it('says for each figure what the three have, how far live is off, and whether that is near enough', () => {
    const lines = realityText(reality(0.7538, 'pass'), PLAIN).split('\n');
    const cells = (line: string) => line.split(/ {2,}/);
    expect(lines.map(cells)).toContainEqual([
      'hit_ratio{node=edge}',
      '0.7532',
      '0.7273',
      '0.7538',
      '+0.0006',
      '+0.0265',
      '±0.005 of model',
      'within',
    ]);
    expect(lines.map(cells)).toContainEqual([
      'p95(latency{traffic=web})',
      '100 ms',
      '–',
      '110 ms',
      '+10.0 %',
      '–',
    ]);
    expect(lines).toContain('edge/0 is nginx on 127.0.0.1:8100');
    expect(lines.at(-2)).toBe('live is within the bands');
  });

  it('names what is outside, and how late the machine was', () => {
    const outside = reality(0.74, 'fail');
    expect(outcomeOfReality(outside)).toBe('fail');
    const text = realityText(outside, PLAIN);
    expect(text).toMatch(/−0\.0132 .*outside/);
    expect(text).toContain('events happened 0.4 ms after their time (p95), 12.0 ms at most');
    expect(text).toContain('live is outside of a band\n');
  });

  it('names what a busy machine leaves open', () => {
    const open = reality(0.74, 'inconclusive');
    expect(outcomeOfReality(open)).toBe('inconclusive');
    const text = realityText(open, PLAIN);
    expect(text).toMatch(/−0\.0132 .*undecided/);
    expect(text).toContain('undecided: this machine was busy');
  });

  it('is a page that loads nothing, and takes names for what they are', () => {
    const page = realityPage(reality(0.74, 'fail'));
    expect(page).toContain('<h1>Is &lt;it> true?</h1>');
    expect(page).toMatch(/<tr class="outside"><td>hit_ratio\{node=edge\}<\/td><td>0\.7532<\/td>/);
    expect(page).not.toMatch(/<script|https?:|<link/);
  });

  it('says which assertions hold in live, as a run does', () => {
    const failed = { ...reality(0.7538, 'pass'), verdicts: [asserted('fail')] };
    const lines = realityText(failed, PLAIN).split('\n');
    expect(lines.at(-3)).toBe('✗ hit_ratio{node=edge} >= 99%  74.7 %  a.yaml:21');
    expect(lines.at(-2)).toBe('assertions: 0 passed, 1 failed');
    expect(realityPage(failed)).toContain('<p>✗ hit_ratio{node=edge} >= 99% · 74.7 %</p>');
  });

  it('has nothing to say, when asked for doubts only, where there are none', () => {
    const good = { ...reality(0.7538, 'pass'), verdicts: [asserted('pass')] };
    expect(realityDoubts(good, PLAIN)).toBe('');
    const bad = { ...reality(0.74, 'fail'), verdicts: [asserted('fail')] };
    const lines = realityDoubts(bad, PLAIN).split('\n');
    expect(lines.map((line) => line.split(/ {2,}/)[0])).toEqual([
      '',
      'hit_ratio{node=edge}',
      'live is outside of a band',
      '✗ hit_ratio{node=edge} >= 99%',
      '',
    ]);
    const stopped = { ...reality(0.74, 'pass'), rows: [], complete: false };
    expect(realityDoubts(stopped, PLAIN)).toBe('not held to anything: it was stopped\n');
  });
});
