import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../run-scenario.ts';

const site = (traffic: string, run = 'seed: 5, duration: 2000s') => `
version: 1
title: pages
run: { ${run} }
places: [paris]
nodes:
  people: { kind: clients, count: 100, access: none }
  origin: { kind: origin, workers: 1000, service: 100ms }
links:
  people -> origin: { latency: 0ms }
traffic:
  site: { kind: page, from: people, to: origin, transport: open, ${traffic} }
`;

describe('a page', () => {
  it('takes the main object, the time to read it and the slowest of the rest', () => {
    const result = runText(
      site('arrivals: { poisson: 1rps }, objects: 5, common: 0%, parse: 300ms'),
    );
    expect(total(result, 'requests')).toBe(6 * total(result, 'pages'));
    expect(figure(result, 'min', 'page_load') / 500).toBeCloseTo(1, 1);
    expect(figure(result, 'max', 'page_load') / 500).toBeCloseTo(1, 1);
  });

  it('is as slow as the slowest of a hundred, which tails make slow (oracle 11)', () => {
    const result = runText(
      site('arrivals: { poisson: 10rps }, objects: 100, common: 0%, parse: 0s').replace(
        'service: 100ms',
        'service: { exponential: 100ms }',
      ),
    );
    // One answer of a hundred takes longer than this: -ln(.01) means. Of pages, 1 - .99^100 = .6340 do, and
    // a few more with the main object before; by the distribution of the sum, in steps of 1/1000 of a mean.
    const slowMs = 100 * -Math.log(0.01);
    let inTime = 0;
    for (let step = 0.5; step < slowMs * 10; step += 1) {
      const mainMs = step / 10;
      const rest = (1 - Math.exp((mainMs - slowMs) / 100)) ** 100;
      inTime += (Math.exp(-mainMs / 100) / 100) * rest * 0.1;
    }
    expect(1 - 0.99 ** 100).toBeCloseTo(0.634, 4);
    expect(1 - inTime).toBeGreaterThan(0.634);
    // 20 000 pages: 4 standard errors of the share are 1.3 points, 5 ms here; buckets are 0.8 % wide.
    const share = `p${(100 * inTime).toFixed(2)}` as 'p50';
    expect(Math.abs(figure(result, share, 'page_load') / slowMs - 1)).toBeLessThan(0.02);
  });

  it('embeds as many objects as the 3GPP model: 5.64 in the mean', () => {
    const result = runText(
      site('arrivals: { poisson: 10rps }, pages: 20k, popularity: uniform, common: 0%'),
    );
    const embedded = total(result, 'requests') / total(result, 'pages') - 1;
    // 20 000 pages with a standard deviation of 10.5: 4 standard errors are 0.3; whole numbers move it by 0.1.
    expect(Math.abs(embedded - 5.64)).toBeLessThan(0.42);
  });

  it('is closed as the 3GPP model has it: users over reading and loading time', () => {
    const result = runText(
      site(
        'arrivals: { closed: { users: 50, think: { exponential: 30s } } }, objects: 1, parse: 0s',
      ),
    );
    // The 50 users open a page each 30.2 s: 3311 in all; Poisson, 4 standard deviations.
    expect(Math.abs(total(result, 'pages') - 3311)).toBeLessThan(4 * Math.sqrt(3311));
  });

  it('fails with its main object, and not with what it embeds', () => {
    const crash = `timeline: [{ at: 100s, do: crash, node: origin/0, for: 100s }]`;
    const result = runText(
      `${site('arrivals: { steady: 10rps }, objects: 3, common: 0%, parse: 1s', 'seed: 5, duration: 300s')}${crash}`,
    );
    // 100 s of 10 main objects fail, and the one of which the answer is under way; of the second before
    // what is embedded fails, for pages that are there.
    expect(Math.abs(total(result, 'page_errors') - 1000)).toBeLessThan(3);
    expect(Math.abs(total(result, 'errors') - 1000 - 3 * 10)).toBeLessThan(6);
    const all = total(result, 'pages') + total(result, 'page_errors') + total(result, 'pages_open');
    expect(Math.abs(all - 3000)).toBeLessThan(2);
  });

  it('takes what pages have in common from the cache of the browser', () => {
    const traffic = 'arrivals: { poisson: 10rps }, objects: 6, common: 100%';
    const with20 = runText(site(traffic), ['nodes.people.cache=20MB', 'nodes.people.count=10']);
    expect(figure(with20, 'value', 'hit_ratio')).toBeGreaterThan(0.6);
    // One page may be under way at the end.
    expect(total(with20, 'requests') - 7 * total(with20, 'pages')).toBeLessThan(7);
    expect(total(with20, 'origin_requests')).toBeLessThan(0.4 * total(with20, 'requests'));
  });

  it('comes sooner over a connection that is there', () => {
    const far = (more: string) =>
      runText(
        site(`arrivals: { steady: 1rps }, objects: 2, parse: 0s, ${more}`).replace(
          'latency: 0ms',
          'latency: 50ms',
        ),
        ['nodes.people.count=1', 'traffic.site.transport=tls-1.3'],
      );
    // Two round trips of set-up, TCP and TLS 1.3 (RFC 8446 §2), are 200 ms; only the first page pays.
    expect(figure(far(''), 'p50', 'page_load')).toBeLessThan(410);
    expect(figure(far('idle: 100ms'), 'p50', 'page_load')).toBeGreaterThan(590);
  });

  it('does not fail when its requests are tried again, and all of them are accounted for', () => {
    const crash = `timeline: [{ at: 100s, do: crash, node: origin/0, for: 1s }]`;
    const page = (more: string) =>
      runText(
        `${site(`arrivals: { steady: 10rps }, objects: 3, common: 0%, parse: 0s ${more}`, 'seed: 5, duration: 300s')}${crash}`,
      );
    const alone = page('');
    expect(total(alone, 'page_errors')).toBeGreaterThan(8);
    const again = page(
      ', resilience: { retries: { max: 10, backoff: { constant: 1s }, budget: 100% } }',
    );
    expect(total(again, 'page_errors')).toBe(0);
    expect(total(again, 'pages') + total(again, 'pages_open')).toBe(
      total(alone, 'pages') + total(alone, 'page_errors') + total(alone, 'pages_open'),
    );
  });
});
