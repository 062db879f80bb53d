import { describe, expect, it } from 'vitest';
import { comparisonText } from '../../sim/report/compare.ts';
import { PLAIN } from '../../sim/report/style.ts';
import type { FigureComparison, ResultComparison } from '../../sim/result/comparison.ts';

const facts = {
  title: 'A shop',
  file: 'shop.yaml',
  seed: '7',
  durationMs: 120_000,
  warmupMs: 20_000,
  windowMs: 1000,
  replications: 5,
};

const latency: FigureComparison = {
  query: { fn: 'p99', metric: 'latency', labels: {} },
  unit: 'ms',
  better: 'low',
  a: 200,
  b: 188,
  difference: -12,
  low: -14.5,
  high: -9.5,
  contrast: 'better',
};

const hits: FigureComparison = {
  query: { fn: 'value', metric: 'hit_ratio', labels: { node: 'edge' } },
  unit: 'ratio',
  better: 'high',
  a: 0.5,
  b: 0.48,
  difference: -0.02,
  low: -0.03,
  high: -0.01,
  contrast: 'worse',
};

const offload: FigureComparison = {
  query: { fn: 'value', metric: 'origin_offload', labels: {} },
  unit: 'ratio',
  better: 'high',
  a: 0.75,
  b: 0.75,
  difference: 0,
  low: -0.02,
  high: 0.02,
  contrast: 'inconclusive',
};

const comparison: ResultComparison = {
  format: 'twinwing/comparison',
  version: 1,
  twinwing: '0.1.0',
  a: facts,
  b: { ...facts, title: 'Another shop' },
  pairs: 5,
  complete: true,
  isSameRun: false,
  changes: [
    { path: 'nodes.edge.policy', a: 'lru', b: 'sieve' },
    { path: 'nodes.shield', b: `{ kind: cache, capacity: 1GiB, ${'x'.repeat(80)} }` },
  ],
  figures: [latency, hits, offload],
};

const text = (part: Partial<ResultComparison> = {}): string =>
  comparisonText(
    { ...comparison, ...part },
    { style: PLAIN, width: 80, files: ['a.yaml', 'b.yaml'], replay: 'twinwing compare' },
  );

const SINGLE = [latency].map(({ low: _low, high: _high, contrast: _contrast, ...rest }) => rest);

describe('a comparison on a terminal', () => {
  it('says what differs in the files, how far the figures are apart, and what that means', () => {
    expect(text()).toBe(`\
A  a.yaml  A shop
B  b.yaml  Another shop
seed 7 · 5 replications each, on the same customers · 1m 40s measured after 20s of warm-up

changed              A    B
  nodes.edge.policy  lru  sieve
  nodes.shield       –    { kind: cache, capacity: 1GiB, xxxxxxxxxxxxxxxxxxxxxx…

                                             A       B     B − A          95 % interval
response time of requests
  p99                                   200 ms  188 ms  −12.0 ms  −6.0 %  [−14.5 ms, −9.50 ms]  better
hit ratio of requests
  edge                                  50.0 %  48.0 %   −2.0 pp          [−3.0 pp, −1.0 pp]    worse
share of requests kept from the origin  75.0 %  75.0 %      0 pp          [−2.0 pp, +2.0 pp]    inconclusive

inconclusive: 5 replications are too few to tell; more may settle it

replay: twinwing compare
`);
  });

  it('says that one replication gives no interval, and how to get one', () => {
    const single = text({ pairs: 1, figures: SINGLE });
    expect(single).not.toContain('95 %');
    expect(single).toContain('one replication gives no interval');
    expect(single).toContain('--replications');
  });

  it('says when the two are one and the same', () => {
    const same = text({ pairs: 1, isSameRun: true, changes: [] });
    expect(same).toContain('the two scenarios say the same');
    expect(same).toContain('the two ran alike, event for event');
    expect(same).not.toContain('--replications');
  });

  it('says so when nothing was compared', () => {
    const none = text({ pairs: 0, complete: false, figures: [] });
    expect(none).toContain('interrupted');
    expect(none).toContain('there is nothing to compare');
  });

  it('shows a figure that only one of them has', () => {
    const { query, unit, better, b } = hits;
    const line = text({ figures: [{ query, unit, better, ...(b !== undefined && { b }) }] });
    expect(line).toMatch(/^ {2}edge +– +48\.0 % +–$/m);
  });

  it('says how many times as large a figure has become when per cent say little', () => {
    const line = text({ figures: [{ ...latency, difference: 3800 }] });
    expect(line).toContain('×20');
  });
});
