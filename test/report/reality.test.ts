import { describe, expect, it } from 'vitest';
import { isReal, type Reality } from '../../sim/index.ts';
import { realityPage, realityText } from '../../sim/report/reality.ts';
import { PLAIN } from '../../sim/report/style.ts';

const reality = (live: number, latestMs = 3): Reality => ({
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
  latestMs,
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
        isWithin: Math.abs(live - 0.7532) <= 0.005,
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

describe('a reality check', () => {
  it('says for each figure what the three have, how far live is off, and whether that is near enough', () => {
    const lines = realityText(reality(0.7538), PLAIN).split('\n');
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

  it('names what is outside, and a machine that was busy', () => {
    const outside = reality(0.74, 120);
    expect(isReal(outside)).toBe(false);
    const text = realityText(outside, PLAIN);
    expect(text).toMatch(/−0\.0132 .*outside/);
    expect(text).toContain('120 ms after its time at most: this machine was busy');
    expect(text).toContain('live is outside of a band\n');
  });

  it('is a page that loads nothing, and takes names for what they are', () => {
    const page = realityPage(reality(0.74));
    expect(page).toContain('<h1>Is &lt;it> true?</h1>');
    expect(page).toMatch(/<tr class="outside"><td>hit_ratio\{node=edge\}<\/td><td>0\.7532<\/td>/);
    expect(page).not.toMatch(/<script|https?:|<link/);
  });
});
