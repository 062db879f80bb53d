import { describe, expect, it } from 'vitest';
import { siblingOf } from '../../sim/scenario/extends.ts';
import { GOOD, readSmall } from './small-kinds.ts';

/** Files in memory, found as a host finds them. */
const resolveFile = (files: Record<string, string>) => (path: string, from: string) => {
  const text = files[siblingOf(path, from)];
  if (text === undefined) throw new Error('no such file');
  return text;
};

const readFiles = (text: string, files: Record<string, string>) =>
  readSmall(text, { file: 'lab/test.yaml', resolveFile: resolveFile(files) });

const found = (text: string, files: Record<string, string>) =>
  readFiles(text, files).problems.map(
    ({ file, line, code, path, message }) => `${file}:${line} ${code} ${path}: ${message}`,
  );

describe('extends', () => {
  it('merges maps key by key and replaces lists; the file itself wins', () => {
    const text = `extends: [base.yaml]
places: [singapore]
nodes:
  edge: { count: 8 }
  shield: { at: singapore }
  origin: { at: singapore }
`;
    const { scenario, problems } = readFiles(text, { 'lab/base.yaml': GOOD });
    expect(problems).toEqual([]);
    expect(scenario?.places.map(({ name }) => name)).toEqual(['singapore']);
    const edge = scenario?.nodes.find(({ name }) => name === 'edge');
    expect(edge?.count).toBe(8);
    expect(edge?.kind.params).toMatchObject({ capacity: 4 * 1024 ** 3 });
  });

  it('lets a later file win over an earlier one', () => {
    const files = { 'lab/a.yaml': GOOD, 'lab/b.yaml': 'title: b\n', 'lab/c.yaml': 'title: c\n' };
    expect(readFiles('extends: [a.yaml, c.yaml, b.yaml]', files).scenario?.title).toBe('b');
  });

  it('goes through several folders', () => {
    const files = {
      'presets/all.yaml': 'extends: base/good.yaml\ntitle: all\n',
      'presets/base/good.yaml': GOOD,
    };
    expect(readFiles('extends: ../presets/all.yaml', files).scenario?.title).toBe('all');
  });

  it('takes one file from two sides', () => {
    const files = {
      'lab/left.yaml': 'extends: base.yaml',
      'lab/right.yaml': 'extends: base.yaml',
      'lab/base.yaml': GOOD,
    };
    expect(found('extends: [left.yaml, right.yaml]', files)).toEqual([]);
  });

  it('reports a problem in the file where it stands, its own file first', () => {
    const files = { 'lab/base.yaml': GOOD.replace('4GiB', '4') };
    expect(found('extends: [base.yaml]\nnodes:\n  edge: { polcy: lru }\n', files)).toEqual([
      'lab/test.yaml:3 TW1101 nodes.edge.polcy: unknown key "polcy"',
      expect.stringContaining('lab/base.yaml:7 TW1201 nodes.edge.capacity: 4 has no unit'),
    ]);
  });

  it.each([
    [
      'extends: [none.yaml]',
      'lab/test.yaml:1 TW1010 extends: none.yaml: cannot be read: no such file',
    ],
    [
      'extends: [test.yaml]',
      'lab/test.yaml:1 TW1011 extends: lab/test.yaml -> lab/test.yaml: expected no file to extend itself',
    ],
    [
      'extends: [loop.yaml]',
      'lab/pool.yaml:2 TW1011 extends: lab/loop.yaml -> lab/pool.yaml -> lab/loop.yaml: expected no file to extend itself',
    ],
    ['extends: [3]', 'lab/test.yaml:1 TW1102 extends: 3: expected names of files'],
    ['extends: { a: b }', 'lab/test.yaml:1 TW1102 extends: a map: expected names of files'],
  ])('refuses %s', (text, problem) => {
    const loops = {
      'lab/loop.yaml': 'extends: pool.yaml',
      'lab/pool.yaml': 'version: 1\nextends: loop.yaml',
    };
    expect(found(text, loops)).toEqual([problem]);
  });

  it('needs somebody who reads files', () => {
    const { problems } = readSmall('extends: [base.yaml]\nversion: 1\n');
    expect(problems.map(({ code, line, message }) => `${line} ${code} ${message}`)).toEqual([
      '1 TW1010 base.yaml: expected no other files here',
    ]);
  });

  it('ends when every file extends another new one', () => {
    let files = 0;
    const endless = () => {
      files += 1;
      return `extends: file${files}.yaml`;
    };
    const { problems } = readSmall('extends: file0.yaml', { resolveFile: endless });
    expect(files).toBeLessThanOrEqual(100);
    expect(problems.map(({ code }) => code)).toContain('TW1010');
  });
});

describe('siblingOf', () => {
  it.each([
    ['b.yaml', 'a.yaml', 'b.yaml'],
    ['b.yaml', 'lab/a.yaml', 'lab/b.yaml'],
    ['./b.yaml', 'lab/a.yaml', 'lab/b.yaml'],
    ['../b.yaml', 'lab/a.yaml', 'b.yaml'],
    ['../../b.yaml', 'lab/a.yaml', '../b.yaml'],
    ['../b.yaml', '../a.yaml', '../../b.yaml'],
    ['/etc/b.yaml', 'lab/a.yaml', '/etc/b.yaml'],
    ['../b.yaml', '/lab/a.yaml', '/b.yaml'],
  ])('of %s in %s is %s', (path, from, expected) => {
    expect(siblingOf(path, from)).toBe(expected);
  });
});
