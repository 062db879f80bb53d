import { describe, expect, it } from 'vitest';
import type { CounterData } from '../../../sim/result/result.ts';
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

  it('have free amounts for those who ask: 1 TB and 10 million requests of CloudFront, 100 GB of Fastly', () => {
    // Authority: reference/domain.md §6.
    const of = (bytes: number, list: object, requests = 0) =>
      monthly(sentBy([{ place: 'ashburn', bytes, requests }]), list);
    expect(of(TB, { cloudfront: { free: true } })).toBe(0);
    expect(of(100 * TB, { cloudfront: { free: true } })).toBeCloseTo(7050 - 1000 * 0.06, 6);
    const millions = of(0, { cloudfront: {} }, 30e6);
    expect(of(0, { cloudfront: { free: true } }, 30e6)).toBeCloseTo((millions * 2) / 3, 6);
    expect(of(0, { cloudfront: { free: true } }, 10e6)).toBe(0);
    expect(of(1100e9, { fastly: { free: true } })).toBeCloseTo(of(TB, { fastly: {} }), 6);
    // One allowance for all the world: half of it is used in each of two regions that send as much.
    const two = [
      { place: 'ashburn', bytes: TB },
      { place: 'tokyo', bytes: TB },
    ];
    expect(monthly(sentBy(two), { cloudfront: { free: true } })).toBeCloseTo(
      500 * (0.085 + 0.114),
      6,
    );
  });

  it('have fees: for paths that are invalidated, after 1000, and for what fills caches', () => {
    const sent = sentBy([{ place: 'ashburn', bytes: 0 }]);
    const fee = (paths: number) => monthly(sent, { cloudfront: { invalidations: paths } });
    expect(fee(1000)).toBe(0);
    expect(fee(31_000)).toBeCloseTo(150, 9);
    const filled = sentBy([{ place: 'ashburn', bytes: 0 }]);
    (filled.replications[0]!.counters as CounterData[]).push({
      metric: 'call_bytes',
      labels: { node: 'edge', to: 'origin', place: 'ashburn' },
      total: 3 * TB,
      windows: [],
    });
    expect(monthly(filled, { 'google-cloud-cdn': { fill: 0.02 } })).toBeCloseTo(60, 6);
    expect(monthly(filled, 'google-cloud-cdn')).toBe(0);
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

describe('an hour watched', () => {
  it('costs and emits its share of the run', () => {
    const hourMs = 3_600_000;
    const plain = sentBy([{ place: 'ashburn', bytes: 100e9 }], hourMs, hourMs);
    const watched = { metric: 'watched_hours', labels: { traffic: 't' }, total: 40, windows: [] };
    const [one] = plain.replications;
    const seen = { ...plain, replications: [{ ...one!, counters: [...one!.counters, watched] }] };
    const priced = pricedBy(seen, { nodes: { edge: 'bunny' } });
    // 100 GB at 0.01 USD and 148.2 g, by 40 hours.
    expect(figureOf(priced, 'cost_per_hour_watched')).toBeCloseTo(1 / 40, 12);
    expect(figureOf(priced, 'carbon_per_hour_watched')).toBeCloseTo(14_820 / 40, 9);
  });
});

describe('a million messages', () => {
  it('cost their share of the servers of the run', () => {
    const hourMs = 3_600_000;
    const plain = sentBy([{ place: 'ashburn', bytes: 0 }], hourMs, hourMs);
    const messages = { metric: 'messages', labels: { traffic: 't' }, total: 4e6, windows: [] };
    const [one] = plain.replications;
    const said = { ...plain, replications: [{ ...one!, counters: [...one!.counters, messages] }] };
    const priced = pricedBy(said, {
      nodes: { edge: { own: { servers: { 'per-node-hour': 2 } } } },
    });
    // One node for an hour at 2 USD, by 4 million.
    expect(figureOf(priced, 'cost_per_million_messages')).toBeCloseTo(2 / 4, 12);
  });
});

describe('carbon', () => {
  it('is 0.300 kWh and 148.2 g for each GB that devices get (SWDM v4)', () => {
    const priced = pricedBy(sentBy([{ place: 'ashburn', bytes: 1000e9 }]), { nodes: {} });
    expect(figureOf(priced, 'energy_per_month')).toBeCloseTo(300, 9);
    expect(figureOf(priced, 'carbon_per_month')).toBeCloseTo(148_200, 6);
    expect(figureOf(priced, 'carbon_per_gb')).toBeCloseTo(148.2, 9);
  });

  it('are of servers that work as much as they send of their lines, when these are told', () => {
    // A tenth of 1 Gbit/s for 730 h; then of 40 Mbit/s, which is more than all of it.
    const bytes = (0.1 * 1e9 * 730 * 3600) / 8;
    const energy = (line: string) => {
      const carbon = { 'server-power': { idle: 100, slope: 200, pue: 1, line } };
      const sent = sentBy([{ place: 'ashburn', bytes }]);
      const result = pricedBy(sent, { nodes: { edge: 'bunny' }, carbon });
      return figureOf(result, 'energy_per_month', { node: 'edge' });
    };
    expect(energy('1Gbps')).toBeCloseTo((730 * (100 + 200 * 0.1)) / 1000, 6);
    expect(energy('40Mbps')).toBeCloseTo((730 * 300) / 1000, 6);
  });

  it('of a server is its idle power and what it draws when it works, all month', () => {
    const carbon = { 'server-power': { idle: 100, slope: 200, utilisation: '50%', pue: 1.5 } };
    const priced = pricedBy(sentBy([{ place: 'ashburn', bytes: 0 }]), { nodes: {}, carbon });
    // (100 + 200 · 0.5) W · 1.5 · 730 h
    expect(figureOf(priced, 'energy_per_month')).toBeCloseTo(219, 9);
    expect(figureOf(priced, 'carbon_per_month')).toBeCloseTo(219 * 494, 6);
  });
});
