import { expect, it } from 'vitest';
import { MIXES, PAGE_NAMES } from '../../../sim/model/traffic/shop/mixes.data.ts';
import { TRANSITIONS } from '../../../sim/model/traffic/shop/transitions.data.ts';
import { runText, total } from '../../run-scenario.ts';

const NAMES = Object.keys(MIXES) as (keyof typeof MIXES)[];

/** Probabilities from page to page. */
function matrix(mix: keyof typeof MIXES): number[][] {
  return PAGE_NAMES.map((page) => {
    const row = new Array(PAGE_NAMES.length).fill(0);
    let before = 0;
    for (const [to, threshold] of Object.entries(TRANSITIONS[mix][page])) {
      row[(PAGE_NAMES as readonly string[]).indexOf(to)] = (threshold - before) / 9999;
      before = threshold;
    }
    return row;
  });
}

/** Share of each page in the long run, by power iteration. */
function inTheLongRun(from: number[][]): number[] {
  let share = PAGE_NAMES.map(() => 1 / PAGE_NAMES.length);
  for (let step = 0; step < 2000; step += 1) {
    share = PAGE_NAMES.map((_, to) =>
      share.reduce((sum, part, page) => sum + part * from[page]![to]!, 0),
    );
  }
  return share;
}

// Two clauses of TPC-W that must agree: the thresholds of 5.2.2, and the mixes of 5.2.1 that they make.
it.each(NAMES)('links of the %s mix make each page as frequent as the mix says', (mix) => {
  for (const row of matrix(mix)) expect(row.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 12);
  for (const [page, share] of inTheLongRun(matrix(mix)).entries()) {
    expect(Math.abs(100 * share - MIXES[mix][page]!), PAGE_NAMES[page]).toBeLessThan(0.007);
  }
});

it.each(NAMES)('visitors of the %s mix go from page to page along them', (mix) => {
  const result = runText(`
version: 1
title: shop
run: { seed: 8, duration: 20000s }
places: [paris]
nodes:
  people: { kind: clients, count: 40, access: none }
  origin: { kind: origin, workers: 1000, service: 0ms }
traffic:
  shop:
    kind: shop
    from: people
    to: origin
    transport: open
    arrivals: { closed: { users: 40, think: 1s } }
    think: 10s
    visit: 1000s
    assets: 0
    listing: 0
    products: 20
    mix: ${mix}
    navigation: links
`);
  // Visits of 100 pages from home on: where they are after so many pages follows from the matrix.
  const from = matrix(mix);
  let at: number[] = PAGE_NAMES.map((_, page) => (page === 0 ? 1 : 0));
  const expected = PAGE_NAMES.map(() => 0);
  for (let step = 0; step < 100; step += 1) {
    for (const page of PAGE_NAMES.keys()) expected[page]! += at[page]! / 100;
    at = PAGE_NAMES.map((_, to) =>
      at.reduce((sum, part, page) => sum + part * from[page]![to]!, 0),
    );
  }
  const pages = total(result, 'pages');
  expect(pages).toBeGreaterThan(70_000);
  for (const [page, name] of PAGE_NAMES.entries()) {
    const found = total(result, 'pages', { page: name });
    // Pages of a visit hang together: five standard deviations of a count, not four.
    const wide = 5 * Math.sqrt(expected[page]! * pages) + 1;
    expect(Math.abs(found - expected[page]! * pages), name).toBeLessThan(wide);
  }
});
