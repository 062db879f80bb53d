import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../built.ts';
import { STACK, twinwing } from './cli.ts';

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

const COMMANDS = [
  'run',
  'compare',
  'live',
  'price',
  'cache',
  'trace',
  'validate',
  'verify',
  'resolve',
  'explain',
  'schema',
  'serve',
  'doctor',
  'completion',
];

describe('twinwing', () => {
  it('says its version', () => {
    expect(twinwing(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('lists exactly the commands that there are', () => {
    const { code, stdout } = twinwing(['--help']);
    const listed = [...stdout.matchAll(/^ {2}twinwing (\w+)/gm)].map((match) => match[1]);
    expect({ code, listed }).toEqual({ code: 0, listed: COMMANDS });
  });

  it.each(COMMANDS.slice(0, -1))('%s --help is short and has an example', (command) => {
    const { code, stdout, stderr } = twinwing([command, '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Examples:');
    expect(stdout.split('\n').length).toBeLessThan(30);
  });

  it.each([
    [['rnu', 'a.yaml'], 'Did you mean run?'],
    [['run', 'a.yaml', '--seeed', '1'], 'Did you mean --seed?'],
    [['run', 'a.yaml', '--jsn'], 'Did you mean --json?'],
    [['schema', '--frobnicate'], 'Unknown argument: frobnicate'],
    [['run', 'a.yaml', '--no-report'], 'Unknown argument: no-report'],
    [['run'], 'Not enough non-option arguments'],
    [[], 'expected a command'],
    [['run', 'a.yaml', '--seed'], 'Not enough arguments following: seed'],
  ])('%j is wrong usage', (words, hint) => {
    const { code, stdout, stderr } = twinwing(words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(hint);
    expect(stderr).not.toMatch(STACK);
  });

  it('writes a completion script', () => {
    const { code, stdout } = twinwing(['completion']);
    expect(code).toBe(0);
    expect(stdout).toContain('begin-twinwing-completions');
  });
});

describe('twinwing explain', () => {
  it.each([
    [
      's3-fifo',
      /^s3-fifo \(eviction policy\): .*[\s\S]*small[\s\S]*policy: s3-fifo\n[\s\S]*SOSP 2023/,
    ],
    ['cache', /^cache \(node kind\): [\s\S]*capacity +required[\s\S]*nodes:\n/],
    ['hit_ratio', /^hit_ratio \(ratio\): [\s\S]*labels\n {2}node, place, during/],
    ['TW1203', /^TW1203: /],
    ['uniform', /uniform \(popularity\)[\s\S]*uniform \(distribution\)/],
  ])('knows %s', (name, text) => {
    const { code, stdout, stderr } = twinwing(['explain', name]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(text);
  });

  it('lists all that it knows', () => {
    const { code, stdout } = twinwing(['explain']);
    expect(code).toBe(0);
    for (const name of ['eviction policy', 'lru', 'hit_ratio', 'TW1203']) {
      expect(stdout).toContain(name);
    }
  });

  it('guesses what was meant', () => {
    const { code, stdout, stderr } = twinwing(['explain', 's3fifo']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe('s3fifo: nothing has this name: did you mean s3-fifo?\n');
  });
});

describe('twinwing schema', () => {
  it('is JSON', () => {
    const { code, stdout } = twinwing(['schema']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toHaveProperty('properties');
  });
});

describe('twinwing doctor', () => {
  it('finds this Node and this machine', () => {
    const { code, stdout } = twinwing(['doctor', '--json', '--quick']);
    expect(code).toBe(0);
    const found = new Map<string, { found: string; isGood: boolean }>(
      (JSON.parse(stdout) as { name: string; found: string; isGood: boolean }[]).map((one) => [
        one.name,
        one,
      ]),
    );
    expect(found.get('node')).toMatchObject({ found: process.versions.node, isGood: true });
    expect(found.get('twinwing')?.found).toBe(version);
  });
});
