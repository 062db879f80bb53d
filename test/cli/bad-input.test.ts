import { closeSync, ftruncateSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { STACK, small, workshop } from './cli.ts';

const shop = workshop();
afterAll(shop.remove);

const CACHE = 'kind: cache, capacity: 1MiB, policy: lru';

/** What is wrong, the file, and what the message has to name. */
const SCENARIOS: readonly (readonly [string, string, RegExp])[] = [
  [
    'an unknown key',
    small({ edge: `{ ${CACHE}, parrent: origin }` }),
    /parrent[\s\S]*did you mean "?parent/,
  ],
  [
    'a unit that does not fit',
    small({ edge: '{ kind: cache, capacity: 5ms, parent: origin }' }),
    /5ms[\s\S]*4GiB/,
  ],
  [
    'a number without its unit',
    small({ edge: '{ kind: cache, capacity: 5, parent: origin }' }),
    /5 has no unit/,
  ],
  [
    'a node that does not exist',
    small({ edge: `{ ${CACHE}, parent: orgin }` }),
    /orgin[\s\S]*did you mean "?origin/,
  ],
  [
    'an unknown part',
    small({ edge: '{ kind: cache, capacity: 1MiB, policy: lruu, parent: origin }' }),
    /lruu[\s\S]*did you mean "?lru/,
  ],
  [
    'a cycle of parents',
    small({ edge: `{ ${CACHE}, parent: other }\n  other: { ${CACHE}, parent: edge }` }),
    /edge[\s\S]*other/,
  ],
  ['a negative duration', small().replace('duration: 30s', 'duration: -30s'), /-30s: expected/],
  [
    'a capacity smaller than every object',
    small({ edge: '{ kind: cache, capacity: 5KiB, parent: origin }' }),
    /5120 bytes hold no object/,
  ],
  [
    'an assertion on no metric',
    small({ assert: ['p99(latenci) < 1s'] }),
    /latenci[\s\S]*did you mean "?latency/,
  ],
  ['no YAML at all', '{ [ : - "\n\t', /notes\.yaml:1|case.yaml:/],
  ['an empty file', '', /case\.yaml/],
  ['bytes that are no text', '\u0000\u0001\u0002', /case\.yaml/],
  [
    'a trace that is not there',
    small({ traffic: '{ kind: trace, from: viewers, to: edge, file: gone.csv }' }),
    /gone\.csv/,
  ],
];

describe('a scenario with', () => {
  it.each(SCENARIOS)('%s is a precise problem', (_what, text, named) => {
    const file = shop.write('case.yaml', text);
    for (const command of ['run', 'validate'] as const) {
      const { code, stdout, stderr } = shop.run([command, file]);
      if (command === 'validate' && code === 0) continue;
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(named);
      expect(stderr).not.toMatch(STACK);
    }
  });

  it('problems leaves no report and no temporary file', () => {
    const file = shop.write('case.yaml', small({ edge: '{ kind: cache }' }));
    const { code } = shop.run(['run', file, '--report', 'no/report.html', '--out', 'no.json']);
    expect(code).toBe(2);
    expect(shop.names().filter((name) => name !== 'case.yaml')).toEqual([]);
  });
});

describe('problems', () => {
  it('of all files are told at once, each with its place', () => {
    const one = shop.write('one.yaml', small({ edge: `{ ${CACHE}, parent: orgin, x: 1 }` }));
    const two = shop.write('two.yaml', small().replace('duration: 30s', 'duration: 30'));
    const { code, stdout, stderr } = shop.run(['run', one, two, 'three.yaml']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/one\.yaml:7:\d+/);
    expect(stderr).toMatch(/two\.yaml:3:\d+/);
    expect(stderr).toContain('three.yaml: not found: expected a file that can be read');
    expect(stderr.trimEnd().split('\n').at(-1)).toBe('4 problems');
  });

  it('are data when JSON is asked for', () => {
    const file = shop.write('one.yaml', small({ edge: `{ ${CACHE}, parent: orgin }` }));
    const { code, stdout, stderr } = shop.run(['validate', file, '--json']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject([
      { file: 'one.yaml', valid: false, problems: [{ path: 'nodes.edge.parent', line: 7 }] },
    ]);
  });
});

describe('a file that is no scenario', () => {
  it('because it is not there', () => {
    const { code, stderr } = shop.run(['run', 'gone.yaml']);
    expect(code).toBe(2);
    expect(stderr).toContain('gone.yaml: not found: expected a file that can be read');
  });

  it('because it is a folder', () => {
    mkdirSync(join(shop.folder, 'folder.yaml'), { recursive: true });
    const { code, stderr } = shop.run(['run', 'folder.yaml']);
    expect(code).toBe(2);
    expect(stderr).toContain('folder.yaml: is a folder: expected a file');
  });

  it('because it is 100 MB large, which is seen without reading it', () => {
    const file = openSync(join(shop.folder, 'large.yaml'), 'w');
    ftruncateSync(file, 100 * 1024 * 1024);
    closeSync(file);
    const { code, stderr } = shop.run(['validate', 'large.yaml']);
    expect(code).toBe(2);
    expect(stderr).toContain('large.yaml: 100 MiB: expected at most 4 MiB');
  });

  it('because a pipe does not end', () => {
    const { code, stderr } = shop.run(['run', '-'], { stdin: '# \n'.repeat(2 ** 21) });
    expect(code).toBe(2);
    expect(stderr).toContain('standard input: too long: expected at most 4 MiB');
  });
});
