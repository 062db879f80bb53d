import { describe, expect, it } from 'vitest';
import { Run, read } from '../../sim/index.ts';
import { figure } from '../run-scenario.ts';

const scenario = (file: string) => `version: 1
title: a trace
run: { duration: 20s }
places: [dallas]
nodes:
  people: { kind: clients, count: 1, access: { trace: { file: ${file}, aligned: true, round-trip: 0ms } } }
  origin: { kind: origin, service: 0ms }
traffic:
  files:
    kind: web
    from: people
    to: origin
    arrivals: { steady: 0.1rps }
    transport: open
    catalog: { objects: 1, popularity: uniform, size: 1MB }
`;

const FILES: Readonly<Record<string, string>> = {
  // 8 Mbit in a second, and then half as fast.
  'rates.txt': '0 0\n1 8\n100 4\n',
  'words.txt': 'some words\n',
};

const resolveFile = (path: string) => {
  const text = FILES[path];
  if (text === undefined) throw new Error('no such file');
  return text;
};

const problems = (file: string, options: object = { resolveFile }) =>
  read(scenario(file), { file: 'test.yaml', ...options }).problems.map(
    ({ code, path, message }) => `${code} ${path}: ${message}`,
  );

describe('files that parts read', () => {
  it('are read once, when the scenario is', () => {
    const { scenario: found } = read(scenario('rates.txt'), { file: 'test.yaml', resolveFile });
    const run = new Run(found!);
    while (!run.advance(Number.POSITIVE_INFINITY));
    // Asked at 10 s, when 4 Mbit/s pass: 8 Mbit take 2 s, and 328 bytes up a quarter as fast 2.6 ms.
    expect(figure(run.result(), 'mean', 'latency')).toBeGreaterThan(1980);
    expect(figure(run.result(), 'mean', 'latency')).toBeLessThan(2020);
  });

  it.each([
    ['none.txt', 'cannot be read: no such file'],
    ['words.txt', 'line 1: some words: expected seconds and Mbit/s'],
  ])('%s is a problem with a place', (file, message) => {
    const path = 'nodes.people.access.trace.file';
    expect(problems(file)).toEqual([`TW1010 ${path}: ${file}: ${message}`]);
  });

  it('are a problem where the host has none', () => {
    expect(problems('rates.txt', {})).toEqual([
      'TW1010 nodes.people.access.trace.file: rates.txt: expected no other files here',
    ]);
  });
});
