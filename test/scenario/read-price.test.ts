import { describe, expect, it } from 'vitest';
import { read } from '../../sim/index.ts';
import { figure, runText } from '../run-scenario.ts';

const SHOP = `
version: 1
title: priced
run: { seed: 1, duration: 60s }
places: [ashburn]
nodes:
  people: { kind: clients, count: 10, access: none }
  edge: { kind: cache, capacity: 1MB, parent: origin }
  origin: { kind: origin }
traffic:
  page:
    kind: web
    from: people
    to: edge
    arrivals: { steady: 10rps }
    catalog: { objects: 10, popularity: uniform, size: 10kB }
`;

function problems(more: string): string[] {
  const { problems: found } = read(`${SHOP}${more}`, { file: 'shop.yaml' });
  return found.map(({ path, code, message }) => `${path} ${code}: ${message}`);
}

describe('the section price', () => {
  it('names groups that serve, and lists that there are', () => {
    expect(problems('price: { nodes: { edgy: bunny } }\n')[0]).toContain('TW1301');
    expect(problems('price: { nodes: { people: bunny } }\n')[0]).toContain('TW1302');
    expect(problems('price: { nodes: { edge: buny } }\n')[0]).toContain(
      'unknown price list "buny"',
    );
  });

  it('wants as many lists for each group that has several', () => {
    const uneven = '{ edge: [bunny, fastly], origin: [s3, r2, ec2] }';
    expect(problems(`price: { nodes: ${uneven} }\n`)).toEqual([
      'price.nodes.origin TW1106: 3 lists: expected one, or as many as the other groups that have several',
    ]);
  });

  it('gives assertions their plans, and limits in yuan at its rate', () => {
    const price = 'price: { nodes: { edge: [bunny, fastly] }, rate: 10 }\n';
    expect(problems(`${price}assert: ["cost_per_month{plan=baidu} < 1USD"]\n`)[0]).toContain(
      'plan="baidu": expected one of bunny, fastly',
    );
    const result = runText(`${SHOP}${price}assert: ["cost_per_month{plan=bunny} < 40CNY"]\n`);
    expect(result.verdicts[0]!.limit).toBe(4);
    // 100 kB/s are 262.8 GB in 730 h, of which each costs 0.01 USD.
    expect(result.verdicts[0]!.value).toBeCloseTo(2.628, 2);
    expect(result.verdicts[0]!.outcome).toBe('pass');
  });

  it('without one, caches are billed by a list that the Result names as an assumption', () => {
    const result = runText(SHOP);
    expect(result.assumptions.find(({ about }) => about === 'price: who bills')?.value).toBe(
      'cloudfront, for the scenario has no section price',
    );
    expect(figure(result, 'value', 'carbon_per_gb')).toBeCloseTo(148.2, 9);
  });

  it('counts other plans apart: what they cost is in no sum but their own', () => {
    const own = figure(
      runText(`${SHOP}price: { nodes: { edge: bunny } }\n`),
      'value',
      'cost_per_month',
    );
    const both = runText(`${SHOP}price: { nodes: { edge: [bunny, fastly] } }\n`);
    expect(figure(both, 'value', 'cost_per_month')).toBe(own);
    expect(figure(both, 'value', 'cost_per_month', { plan: 'fastly' })).toBeGreaterThan(own);
  });
});
