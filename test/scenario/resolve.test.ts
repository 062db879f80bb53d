import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { resolveText } from '../../sim/scenario/resolve.ts';
import { GOOD, readSmall } from './small-kinds.ts';

const resolved = (text: string, set: string[] = []) =>
  resolveText(text, { file: 'test.yaml', set, resolveFile: () => GOOD }).text ?? '';

describe('resolveText', () => {
  it('writes what read understands in the same way', () => {
    const { scenario } = readSmall(resolved(GOOD));
    const original = readSmall(GOOD).scenario;
    expect(JSON.stringify(scenario)).toBe(
      // Lines move, everything else stays.
      JSON.stringify(original).replace(/"line":\d+,"column":\d+/g, (place) => {
        const index = JSON.stringify(original).split(place)[0]!.split('"line":').length - 1;
        const { line, column } = scenario!.assertions[index]!;
        return `"line":${line},"column":${column}`;
      }),
    );
  });

  it('names the file and line that each line comes from', () => {
    const text = 'extends: [base.yaml]\nnodes:\n  edge: { count: 8 }\n';
    const lines = resolved(text, ['run.seed=7']).split('\n');
    const origin = (start: string) =>
      lines.find((line) => line.trim().startsWith(start))?.split('# ')[1];
    expect(origin('count: 8')).toBe('test.yaml:3');
    expect(origin('capacity: 4GiB')).toBe('base.yaml:7');
    expect(origin('seed: 7')).toBe('--set:1');
    expect(origin('title:')).toBe('base.yaml:2');
    expect(lines.filter((line) => line !== '').every((line) => line.includes('# '))).toBe(true);
  });

  it('keeps values that are hard to write', () => {
    const value = {
      version: 1,
      title: 'a: b # c',
      text: ['no', '12', '', ' x', 'a\nb', '- a', '{', 'é中', '"q"', "it's", '*', '&a', '!', '%'],
      empty: [{}, [], null],
      nested: [[1, 2], [{ a: 1, b: [true] }]],
      'edge -> shield': 1.5,
      'a: b': 'x',
    };
    const text = JSON.stringify(value);
    expect(parse(resolved(text))).toEqual(value);
  });

  it('keeps the digits of numbers', () => {
    expect(resolved('seed: 12345678901234567890\n')).toMatch(/^seed: 12345678901234567890 /);
  });

  it('gives the problems of what cannot be merged', () => {
    const { text, problems } = resolveText('a: [', { file: 'test.yaml' });
    expect(text).toBeUndefined();
    expect(problems.map(({ code }) => code)).toEqual(['TW1001']);
  });
});
