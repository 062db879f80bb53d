import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { STACK, small, workshop } from './cli.ts';

const shop = workshop();
afterAll(shop.remove);

const good = shop.write('good.yaml', small());
const bad = shop.write('bad.yaml', small({ assert: ['error_ratio < 1%', 'p50(latency) < 1us'] }));

describe('twinwing run', () => {
  it('ends with 0 when all assertions hold', () => {
    const { code, stdout, stderr } = shop.run(['run', good]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Small\nseed 7 · 25s measured after 5s of warm-up\n/);
    expect(stdout).toContain('✓ error_ratio < 1%');
    expect(stdout).toContain('good.yaml:12');
  });

  it('ends with 1 when one fails, and says which and where', () => {
    const { code, stdout, stderr } = shop.run(['run', bad]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toMatch(/✗ p50\(latency\) < 1us .*bad\.yaml:13/);
    expect(stdout).toContain('assertions: 1 passed, 1 failed');
  });

  it('prints a command that gives the same again', () => {
    const first = shop.run(['run', good, '--seed', 'a b', '--set', 'nodes.edge.capacity=2MiB']);
    const replay = /^replay: twinwing (.*)$/m.exec(first.stdout)![1]!;
    expect(replay).toBe("run good.yaml --seed 'a b' --set nodes.edge.capacity=2MiB");
    const words = ['run', good, '--seed', 'a b', '--set', 'nodes.edge.capacity=2MiB'];
    expect(shop.run(words).stdout).toBe(first.stdout);
  });

  it('prints the same JSON, to the byte, for the same scenario and seed', () => {
    const first = shop.run(['run', good, '--json']);
    const second = shop.run(['run', good, '--json', '--seed', '7']);
    expect(first.code).toBe(0);
    expect(first.stderr).toBe('');
    expect(second.stdout).toBe(first.stdout);
    expect(JSON.parse(first.stdout)).toMatchObject({
      format: 'twinwing/result',
      complete: true,
      scenario: { title: 'Small', seed: '7' },
    });
  });

  it('prints another result for another seed', () => {
    const first = JSON.parse(shop.run(['run', good, '--json']).stdout);
    const second = JSON.parse(shop.run(['run', good, '--json', '--seed', '8']).stdout);
    expect(second.replications[0].fingerprint).not.toBe(first.replications[0].fingerprint);
  });

  it('prints an array for several files, in their order', () => {
    const { code, stdout } = shop.run(['run', bad, good, '--json']);
    const files = (JSON.parse(stdout) as { scenario: { file: string } }[]).map(
      ({ scenario }) => scenario.file,
    );
    expect({ code, files }).toEqual({ code: 1, files: ['bad.yaml', 'good.yaml'] });
  });

  it('reads a scenario from standard input', () => {
    const { code, stdout } = shop.run(['run', '-'], { stdin: small() });
    expect(code).toBe(0);
    expect(stdout).toContain('Small');
  });

  it('changes single entries', () => {
    const words = ['run', good, '--json', '--set', 'traffic.pages.arrivals.poisson=10rps'];
    const requests = (output: string) =>
      (JSON.parse(output).replications[0].counters as { metric: string; total: number }[])
        .filter(({ metric }) => metric === 'requests')
        .reduce((sum, { total }) => sum + total, 0);
    // 25 s measured at 10 and at 100 a second; five standard deviations of a Poisson count.
    const few = requests(shop.run(words).stdout);
    const many = requests(shop.run(['run', good, '--json']).stdout);
    expect(Math.abs(few - 250)).toBeLessThan(5 * Math.sqrt(250));
    expect(Math.abs(many - 2500)).toBeLessThan(5 * Math.sqrt(2500));
  });

  it('prints nothing but what did not pass when it shall be quiet', () => {
    expect(shop.run(['run', good, '--quiet'])).toEqual({ code: 0, stdout: '', stderr: '' });
    const { code, stdout } = shop.run(['run', bad, '--quiet']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^✗ p50\(latency\) < 1us .*\n$/);
  });

  it('colours when it is told to, and not when it is told not to', () => {
    const colour = '\u001b[';
    expect(shop.run(['run', good], { env: { FORCE_COLOR: '1' } }).stdout).toContain(colour);
    const both = { FORCE_COLOR: '1', NO_COLOR: '1' };
    expect(shop.run(['run', good], { env: both }).stdout).not.toContain(colour);
    expect(shop.run(['run', good], { env: { CI: 'true' } }).stdout).not.toContain(colour);
  });
});

describe('files that a run leaves', () => {
  it('are the result and folders that it needs', () => {
    const { code, stdout, stderr } = shop.run(['run', good, '--out', 'new/folder/result.json']);
    expect({ code, stderr: stderr.split(':')[0] }).toEqual({
      code: 0,
      stderr: 'wrote new/folder/result.json',
    });
    expect(stdout).toContain('Small');
    const written = readFileSync(join(shop.folder, 'new/folder/result.json'), 'utf8');
    expect(written).toBe(shop.run(['run', good, '--json']).stdout);
  });

  it.each([
    ['under a file', 'good.yaml/result.json', 'part of the path is not a folder'],
    ['on a folder', 'new', 'is a folder'],
  ])('%s are refused and cost nothing else', (_where, path, why) => {
    const before = readFileSync(join(shop.folder, good), 'utf8');
    const { code, stdout, stderr } = shop.run(['run', good, '--out', path]);
    expect(code).toBe(2);
    expect(stdout).toContain('✓ error_ratio < 1%');
    expect(stderr).toBe(`${path}: ${why}: expected a path that can be written\n`);
    expect(readFileSync(join(shop.folder, good), 'utf8')).toBe(before);
  });

  it('are never left half', () => {
    expect(shop.names().filter((name) => name.includes('.part'))).toEqual([]);
  });

  it('do not take the place of a device', () => {
    expect(shop.run(['run', good, '--out', '/dev/null']).code).toBe(0);
    expect(shop.run(['run', good, '--out', '/dev/null']).stderr).not.toMatch(STACK);
  });

  it('are one report for one scenario', () => {
    const { code, stderr } = shop.run(['run', good, bad, '--report', 'two.html']);
    expect(code).toBe(2);
    expect(stderr).toContain('--report: 2 scenarios: expected one for an HTML report');
  });
});
