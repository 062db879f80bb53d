import { describe, expect, it } from 'vitest';
import { Streams } from '../../../sim/engine/streams.ts';
import { distributions } from '../../../sim/model/distribution/distribution.ts';
import { MIXES, PAGE_NAMES } from '../../../sim/model/traffic/shop/mixes.data.ts';
import { Storefront } from '../../../sim/model/traffic/shop/storefront.ts';
import { choose } from '../../../sim/part/choice.ts';
import { number } from '../../../sim/part/units.ts';
import { figure, runText, total } from '../../run-scenario.ts';

const constant = distributions(number).find('constant')!;

const shop = (traffic: string, more = '', edge = '') => `
version: 1
title: shop
run: { seed: 8, duration: 1000s }
places: [paris]
nodes:
  people: { kind: clients, count: 1000, access: none }
  edge: { kind: cache, capacity: 10GiB, parent: origin ${edge} }
  origin: { kind: origin, workers: 1000, service: 10ms }
traffic:
  shop: { kind: shop, from: people, to: edge, transport: open, assets: 1, listing: 2, products: 200, ${traffic} }
${more}`;

const VISITS = 'arrivals: { poisson: 2rps }, visit: { exponential: 60s }';

describe('a shop', () => {
  it.each(Object.keys(MIXES) as (keyof typeof MIXES)[])('opens the pages of the %s mix', (mix) => {
    const result = runText(shop(`${VISITS}, mix: ${mix}`));
    const pages = total(result, 'pages');
    expect(pages).toBeGreaterThan(10_000);
    for (const [index, page] of PAGE_NAMES.entries()) {
      const expected = (MIXES[mix][index]! / 100) * pages;
      // TPC-W, clause 5.2; 4 standard deviations of a count.
      const found = total(result, 'pages', { page });
      expect(Math.abs(found - expected), page).toBeLessThan(4 * Math.sqrt(expected) + 1);
    }
    expect(total(result, 'orders')).toBe(total(result, 'pages', { page: 'confirm' }));
  });

  it('has visitors who think for 7 s and stay as long as they are told', () => {
    const result = runText(shop(VISITS));
    const perVisit = (total(result, 'pages') + total(result, 'page_errors')) / 2000;
    // The first page, and one for each 7.02 s of 60 in the mean, but for those under way at the end: 60 of 1000 s.
    expect(Math.abs(perVisit / (1 + (60 / 7) * 0.94) - 1)).toBeLessThan(0.08);
  });

  it('lets the origin make each generated page once in the lifetime, and personal ones each time', () => {
    const result = runText(shop(`${VISITS}, signed-in: 100%, micro: 10s, price: 5s`));
    const pages = total(result, 'pages');
    const personal = PAGE_NAMES.slice(6).reduce(
      (sum, page) => sum + total(result, 'pages', { page }),
      0,
    );
    // One for the visitor with each page, and the pages that are nobody else's.
    const never = pages + personal;
    const origin = total(result, 'origin_requests');
    expect(origin).toBeGreaterThan(never);
    // Home, new, best and search: 4 pages each 10 s at most; 200 details, results and prices.
    expect(origin).toBeLessThan(never + 4 * 101 + 400 * 100 + 200 * 200 + 201);
    const without = runText(shop(`${VISITS}, signed-in: 0%, micro: 1000s, price: 1000s`));
    const own = PAGE_NAMES.slice(6).reduce(
      (sum, page) => sum + total(without, 'pages', { page }),
      0,
    );
    expect(total(without, 'origin_requests')).toBeGreaterThan(own);
    // Each of the 605 other objects and the frame once.
    expect(total(without, 'origin_requests') - own).toBeLessThan(4 + 200 * 4 + 2);
  });

  it('sells what is on sale while the sale lasts', () => {
    const sale = 'sale: { at: 500s, for: 400s, skus: 5, share: 100%, mix: ordering }';
    const result = runText(shop(`${VISITS}, micro: 5000s, price: 5000s, ${sale}`));
    const during = total(result, 'orders');
    const none = runText(shop(`${VISITS}, micro: 5000s, price: 5000s`));
    // Confirmations are 10.18 % of the pages in the ordering mix and 1.2 % in the shopping mix.
    expect(during).toBeGreaterThan(3 * total(none, 'orders'));
  });

  it('has a tag for each product, which its page, its price and its picture carry', () => {
    const size = choose(constant, { value: 100 });
    const params = {
      products: 50,
      assets: 3,
      listing: 2,
      micro: 0,
      price: 0,
      html: size,
      pictures: size,
    };
    const { sections } = new Storefront('shop', params, new Streams('shop', 0).stream('sizes'));
    const objects = [...sections.sizes.keys()];
    const tagged = objects.filter(
      (object) => sections.tagOf(object) === sections.find('product-17'),
    );
    const named = ['details', 'prices', 'pictures'].map((section) => {
      const match = sections.match(`/shop/${section}/17`);
      return objects.filter((object) => typeof match === 'function' && match(object));
    });
    expect(tagged).toEqual(named.flat());
    expect(tagged).toHaveLength(3);
    expect(sections.find('product-50')).toBeUndefined();
    expect(sections.match('/sh*')).toBe('all');
  });

  it('counts each page once, whatever becomes of it', () => {
    const crash = 'timeline: [{ at: 300s, do: crash, node: origin/0, for: 100s }]\n';
    const result = runText(shop(`${VISITS}, micro: 0s`, crash));
    expect(total(result, 'page_errors')).toBeGreaterThan(100);
    expect(total(result, 'pages_open')).toBeGreaterThanOrEqual(0);
    expect(total(result, 'orders')).toBeLessThanOrEqual(
      total(result, 'pages', { page: 'confirm' }),
    );
    expect(figure(result, 'value', 'error_ratio')).toBeGreaterThan(0);
  });

  it('is a problem to purge a product that it does not have', () => {
    const purge = 'timeline: [{ at: 1s, do: purge, nodes: edge, tag: product-200 }]\n';
    expect(() => runText(shop(VISITS, purge))).toThrow('no object carries the tag product-200');
  });
});

describe('an api', () => {
  const api = (traffic: string) =>
    shop('arrivals: { poisson: 1rps }').replace(
      /shop: \{ kind: shop.*\}/,
      `api: { kind: api, from: people, to: edge, transport: open, catalog: { objects: 10, popularity: uniform, size: 1kB }, ${traffic} }`,
    );

  it('brings writes to the origin each time, and reads once', () => {
    const result = runText(api('arrivals: { poisson: 20rps }, writes: 25%'));
    const [requests, writes] = [total(result, 'requests'), total(result, 'api_writes')];
    expect(total(result, 'origin_requests')).toBe(writes + 10);
    // Binomial: 4 standard deviations.
    expect(Math.abs(writes / requests - 0.25)).toBeLessThan(4 * Math.sqrt(0.1875 / requests));
  });

  it('has callers who wait, when it is closed', () => {
    const result = runText(api('arrivals: { closed: { users: 20, think: 0s } }, writes: 100%'), [
      'run.duration=100s',
      'nodes.origin.workers=1',
    ]);
    // Twenty in a line at a server of 10 ms: 100 a second, however many there are.
    expect(Math.abs(total(result, 'requests') / 100 / 100 - 1)).toBeLessThan(0.01);
  });
});
