import { afterAll, describe, expect, it } from 'vitest';
import { STACK, small, workshop } from './cli.ts';

const shop = workshop();
afterAll(shop.remove);

const file = shop.write('shop.yaml', small());
shop.run(['run', file, '--out', 'shop.json', '--quiet']);
const priced = (words: readonly string[]) =>
  JSON.parse(shop.run(['price', 'shop.json', '--json', ...words]).stdout);

describe('twinwing price', () => {
  it('prices a stored result by several lists, without running it', () => {
    const { code, stdout, stderr } = shop.run(['price', 'shop.json', '--list', 'bunny,cloudfront']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^ {2}bunny .* USD /m);
    expect(stdout).toMatch(/^ {2}cloudfront .* USD /m);
    expect(stdout).toContain('148 g CO2e per GB');
    expect(stdout).toContain('replay: twinwing price shop.json --list bunny,cloudfront');
  });

  it('gives what a run with the same section gives', () => {
    const again = shop.write('again.yaml', `${small()}price: { nodes: { edge: bunny } }\n`);
    const ran = JSON.parse(shop.run(['run', again, '--json']).stdout);
    const later = priced(['--list', 'edge=bunny']);
    expect(later.replications).toEqual(ran.replications);
    expect(later.prices).toEqual(ran.prices);
  });

  it('is also an option of run', () => {
    const ran = JSON.parse(shop.run(['run', file, '--json', '--price', 'edge=bunny']).stdout);
    expect(ran.replications).toEqual(priced(['--list', 'edge=bunny']).replications);
    const { code, stderr } = shop.run(['run', file, '--price', 'buny', '--quiet']);
    expect(code).toBe(2);
    expect(stderr).toContain('unknown price list "buny"');
  });

  it('forgets older prices', () => {
    shop.run(['price', 'shop.json', '--list', 'baidu', '--rate', '7', '--out', 'yuan.json']);
    const words = ['price', 'yuan.json', '--list', 'bunny', '--json'];
    expect(JSON.parse(shop.run(words).stdout)).toEqual(priced(['--list', 'bunny']));
  });

  it('shows sums in yuan, at a rate that is given', () => {
    const words = ['price', 'shop.json', '--list', 'bunny', '--currency', 'CNY', '--rate', '7'];
    expect(shop.run(words).stdout).toMatch(/^ {2}bunny .* CNY /m);
  });

  it('takes parameters as JSON', () => {
    const storage = ['--list', 'bunny', '--list', 'origin={"s3":{"stored":"2TB"}}'];
    const { replications } = priced(storage);
    const stored = replications[0].counters.find(
      ({ metric, labels }: { metric: string; labels: Record<string, string> }) =>
        metric === 'cost_per_month' && labels.item === 'storage',
    );
    // Authority: reference/domain.md §6, 0.023 USD for a GB.
    expect(stored.total).toBeCloseTo(46, 9);
  });

  it('is compared beside latency', () => {
    const own = shop.write('own.yaml', `${small()}price: { nodes: { edge: cloudfront } }\n`);
    const words = ['compare', own, '--set-b', 'price.nodes.edge=bunny', '--json'];
    const { figures } = JSON.parse(shop.run(words).stdout);
    const found = figures.find(
      ({ query }: { query: { metric: string } }) => query.metric === 'cost_per_month',
    );
    // Both have met the same customers: 0.01 USD for a GB, and 0.085 and requests.
    expect(found.b).toBeLessThan((found.a * 0.01) / 0.085);
    expect(found.unit).toBe('USD');
  });

  it.each([
    [['--list', 'buny'], 'unknown price list "buny"'],
    [['--list', 'edgy=bunny'], 'edgy: expected one of edge, origin'],
    [['--list', 'bunny', '--rate', 'x'], 'rate'],
    [[], 'expected --list'],
  ])('refuses %j', (words, message) => {
    const { code, stdout, stderr } = shop.run(['price', 'shop.json', ...words]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(STACK);
  });
});
