import { describe, expect, it } from 'vitest';
import { figureOf, monthly, pricedBy, sentBy } from './priced.ts';

const TB = 1e12;

// Authority: reference/domain.md §9, oracles 21 and 22.
describe('list prices', () => {
  it.each([
    ['cloudfront', 100 * TB, 7050],
    ['cloudfront', 1000 * TB, 39_050],
    ['bunny', 100 * TB, 1000],
  ])('%s: %d bytes from Virginia cost %d USD a month', (list, bytes, usd) => {
    expect(monthly(sentBy([{ place: 'ashburn', bytes }]), list)).toBeCloseTo(usd, 6);
  });

  it('are those of the region in which a node stands', () => {
    const sent = (place: string) => monthly(sentBy([{ place, bytes: TB }]), 'cloudfront');
    // Authority: §6, first step of each column, for 1000 GB.
    expect(sent('tokyo')).toBeCloseTo(114, 6);
    expect(sent('sydney')).toBeCloseTo(114, 6);
    expect(sent('mumbai')).toBeCloseTo(109, 6);
    expect(sent('singapore')).toBeCloseTo(120, 6);
    expect(sent('sao-paulo')).toBeCloseTo(110, 6);
    expect(sent('tel-aviv')).toBeCloseTo(85, 6);
  });

  it('have steps for each column by itself: what one region sends makes no other cheaper', () => {
    const two = sentBy([
      { place: 'ashburn', bytes: 10 * TB },
      { place: 'tokyo', bytes: 10 * TB },
    ]);
    expect(monthly(two, 'cloudfront')).toBeCloseTo(850 + 1140, 6);
    // And places of one column share its steps: 10 TB at 0.085 and 10 TB at 0.080.
    const one = sentBy([
      { place: 'ashburn', bytes: 10 * TB },
      { place: 'mexico-city', bytes: 10 * TB },
    ]);
    expect(monthly(one, 'cloudfront')).toBeCloseTo(850 + 800, 6);
  });

  it('in yuan: Baidu takes 0.20 CNY for each of 10 000 GB and 0.17 for the next 300', () => {
    // Authority: the example on cloud.baidu.com/doc/CDN/s/hjwvyfjc2-en.
    const result = sentBy([{ place: 'beijing', bytes: 10_300e9 }]);
    const priced = pricedBy(result, { nodes: { edge: 'baidu' }, rate: 8 });
    expect(figureOf(priced, 'cost_per_month') * 8).toBeCloseTo(10_000 * 0.2 + 300 * 0.17, 6);
  });

  it('count requests: 10 000 of CloudFront are 0.01 USD', () => {
    const result = sentBy([{ place: 'ashburn', bytes: 0, requests: 1e9 }]);
    expect(monthly(result, 'cloudfront', 'requests')).toBeCloseTo(1000, 6);
  });

  it('are for the month, of which the run is a part', () => {
    const hourMs = 3_600_000;
    // 1 GB in an hour is 730 GB in a month.
    const result = sentBy([{ place: 'ashburn', bytes: 1e9 }], hourMs, hourMs);
    expect(monthly(result, 'bunny')).toBeCloseTo(7.3, 9);
  });
});

describe('node-hours', () => {
  it('are those of the replicas that run, where something scales them', () => {
    const hourMs = 3_600_000;
    const plain = sentBy([{ place: 'ashburn', bytes: 0 }], hourMs, hourMs);
    const servers = { own: { servers: { 'per-node-hour': 1 } } };
    expect(monthly(plain, servers)).toBe(730);
    // Three replicas for half of the hour: 1.5 in the mean.
    const replicas = { node: 'edge', place: 'ashburn' };
    const counter = { metric: 'replicas', labels: replicas, total: 1.5 * hourMs, windows: [] };
    const [one] = plain.replications;
    const scaled = { ...plain, replications: [{ ...one!, counters: [...one!.counters, counter] }] };
    expect(monthly(scaled, servers)).toBe(1.5 * 730);
  });
});

describe('carbon', () => {
  it('is 0.300 kWh and 148.2 g for each GB that devices get (SWDM v4)', () => {
    const priced = pricedBy(sentBy([{ place: 'ashburn', bytes: 1000e9 }]), { nodes: {} });
    expect(figureOf(priced, 'energy_per_month')).toBeCloseTo(300, 9);
    expect(figureOf(priced, 'carbon_per_month')).toBeCloseTo(148_200, 6);
    expect(figureOf(priced, 'carbon_per_gb')).toBeCloseTo(148.2, 9);
  });

  it('of a server is its idle power and what it draws when it works, all month', () => {
    const carbon = { 'server-power': { idle: 100, slope: 200, utilisation: '50%', pue: 1.5 } };
    const priced = pricedBy(sentBy([{ place: 'ashburn', bytes: 0 }]), { nodes: {}, carbon });
    // (100 + 200 · 0.5) W · 1.5 · 730 h
    expect(figureOf(priced, 'energy_per_month')).toBeCloseTo(219, 9);
    expect(figureOf(priced, 'carbon_per_month')).toBeCloseTo(219 * 494, 6);
  });
});
