import { afterAll, describe, expect, it } from 'vitest';
import { STACK, small, workshop } from './cli.ts';

const shop = workshop();
afterAll(shop.remove);

const lru = shop.write('lru.yaml', small());
const sieve = shop.write('sieve.yaml', small().replace('policy: lru', 'policy: sieve'));
const long = shop.write('long.yaml', small().replace('30s', '60s'));

describe('twinwing compare', () => {
  it('shows what differs between two scenarios', () => {
    const { code, stdout, stderr } = shop.run(['compare', lru, sieve, '--replications', '3']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('seed 7 · 3 replications each, on the same customers');
    expect(stdout).toMatch(/^ {2}nodes\.edge\.policy {2}lru {2}sieve$/m);
    expect(stdout).toMatch(/^ {2}edge .* pp {2}.* better$/m);
    expect(stdout).toContain(
      'replay: twinwing compare lru.yaml sieve.yaml --seed 7 --replications 3\n',
    );
  });

  it('gives the same for one file with a change as for two files', () => {
    const figures = (words: string[]) =>
      JSON.parse(shop.run(['compare', ...words, '--replications', '2', '--json']).stdout).figures;
    const changed = figures([lru, '--set-b', 'nodes.edge.policy=sieve']);
    expect(changed).toEqual(figures([lru, sieve]));
    expect(changed.length).toBeGreaterThan(4);
  });

  it('says that one replication gives no interval', () => {
    const { code, stdout } = shop.run(['compare', lru, sieve]);
    expect(code).toBe(0);
    expect(stdout).toContain('one replication gives no interval');
    expect(stdout).not.toContain('better');
  });

  it('refuses scenarios that do not measure the same time, with the place', () => {
    const { code, stdout, stderr } = shop.run(['compare', lru, long]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('long.yaml:3:27  run.duration: 60s: expected 30s as in lru.yaml');
    expect(stderr).toContain('--set run.duration=30s sets both [TW1501]');
    expect(shop.run(['compare', lru, long, '--set', 'run.duration=10s']).code).toBe(0);
  });

  it.each([
    [['compare', lru], 'one scenario: expected a second one, or --set-b path=value'],
    [['compare', '-', '-'], '-: given twice'],
    [['compare', lru, sieve, '--replications', '0'], '--replications: 0: expected a whole number'],
    [['compare', lru, 'gone.yaml'], 'gone.yaml'],
    [['compare', lru, sieve, '--set', 'nodes.edge.policy=lruu'], 'unknown eviction policy'],
  ])('refuses %j', (words, message) => {
    const { code, stdout, stderr } = shop.run(words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(STACK);
  });
});
