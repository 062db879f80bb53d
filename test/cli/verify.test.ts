import { afterAll, describe, expect, it } from 'vitest';
import { STACK, small, workshop } from './cli.ts';

const shop = workshop();
afterAll(() => shop.remove());
shop.write('shop.yaml', small());
shop.write(
  'fault.yaml',
  small({ more: 'timeline: [{ at: 20s, do: crash, node: edge, for: 2s }]\n' }),
);
shop.run(['run', 'shop.yaml', '--quiet', '--out', 'shop.json']);
shop.run(['run', 'shop.yaml', '--quiet', '--seed', '8', '--out', 'other.json']);

describe('twinwing verify', () => {
  it('says that two runs of a scenario are the same', () => {
    const { code, stdout, stderr } = shop.run(['verify', 'shop.yaml']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^shop\.yaml: same as the second run: 1 replication, \d+ events\n[0-9a-f]{16}\n$/,
    );
  });

  it('compares with a result that was stored', () => {
    const { code, stdout } = shop.run(['verify', 'shop.yaml', '--against', 'shop.json']);
    expect(stdout).toMatch(/^shop\.yaml: same as shop\.json/);
    expect(code).toBe(0);
  });

  it('says when a stored result has another seed, and how to get it', () => {
    const words = ['verify', 'shop.yaml', '--against', 'other.json'];
    const { code, stdout } = shop.run(words);
    expect(code).toBe(1);
    expect(stdout).toContain('shop.yaml: different from other.json\n  replication 0\n');
    expect(stdout).toContain('seed 7: expected 8; --seed 8 gives it');
    expect(shop.run([...words, '--seed', '8']).code).toBe(0);
  });

  it('names the first event at which two scenarios part', () => {
    const { code, stdout } = shop.run(['verify', 'shop.yaml', '--against', 'fault.yaml']);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^shop\.yaml: different from fault\.yaml\n {2}replication 0 from event \d+\n/,
    );
    // The crash itself is the first event that the scenario without it does not have.
    expect(stdout).toMatch(
      /\n {2}fault\.yaml: at 20000 ms timeline \(0, 0\); \d+ events, [0-9a-f]{16}\n/,
    );
  });

  it('says the same to machines', () => {
    const words = ['verify', 'shop.yaml', '--against', 'fault.yaml', '--json'];
    const { code, stdout } = shop.run(words);
    const { same, replication, event, sides } = JSON.parse(stdout);
    expect({ code, same, replication }).toEqual({ code: 1, same: false, replication: 0 });
    expect(event).toBeGreaterThan(1);
    expect(sides[1].event).toEqual({ timeMs: 20_000, name: 'timeline', a: 0, b: 0 });
  });

  it('replays traces too', () => {
    shop.write('log.csv', `time,key,size\n${'0,a,10\n1,b,10\n2,a,10\n'}`);
    const trace = '{ kind: trace, from: viewers, to: edge, file: log.csv }';
    shop.write('log.yaml', small({ traffic: trace }));
    shop.write('log2.yaml', small({ traffic: trace }).replace('service: 5ms', 'service: 6ms'));
    expect(shop.run(['verify', 'log.yaml']).code).toBe(0);
    const { code, stdout } = shop.run(['verify', 'log.yaml', '--against', 'log2.yaml']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/log2\.yaml: at [\d.]+ ms \w/);
  });

  it.each([
    [['verify', 'none.yaml'], 'none.yaml: not found'],
    [['verify', 'shop.yaml', '--against', 'none.json'], 'none.json: not found: expected a result'],
    [['verify', 'shop.yaml', '--against', 'none.yaml'], 'none.yaml: not found'],
    [['verify', 'shop.yaml', '--against', 'list.json'], 'list.json: no result: expected a result'],
    [['verify', 'shop.yaml', '--against', 'half.json'], 'half.json: no JSON: expected a result'],
  ])('%j is wrong usage', (words, message) => {
    shop.write('list.json', '[]');
    shop.write('half.json', '{');
    const { code, stdout, stderr } = shop.run(words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(STACK);
  });
});
