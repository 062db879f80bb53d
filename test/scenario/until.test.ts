import { describe, expect, it } from 'vitest';
import { editorSchema, read } from '../../sim/index.ts';
import { runParams } from '../../sim/scenario/grammar.ts';
import { scenarioText } from '../lab/scenario-text.ts';

const readWith = (replications: string) => {
  const run = `{ duration: 4s, replications: ${replications} }`;
  return read(scenarioText({ run }), { file: 'a.yaml' });
};

const problemsOf = (replications: string) =>
  readWith(replications).problems.map(({ code, path, message, column, length, hint }) => {
    return { code, path, message, column, length, hint };
  });

/** Where the value of `replications` begins in its line. */
const START = 'run: { duration: 4s, replications: '.length;

describe('replications', () => {
  it('are a number, or end with a goal', () => {
    expect(readWith('5').scenario!.run).toMatchObject({ replications: 5 });
    expect(readWith('5').scenario!.run).not.toHaveProperty('until');
    const text = 'p99(latency{traffic=pages}) ± 2.5%';
    const { run } = readWith(`{ min: 5, max: 40, until: "${text}" }`).scenario!;
    const query = { fn: 'p99', metric: 'latency', labels: { traffic: 'pages' } };
    expect(run).toMatchObject({
      replications: 40,
      until: { text, query, marginRatio: 0.025, min: 5 },
    });
  });

  it('have enough room by themselves', () => {
    const { run } = readWith('{ until: hit_ratio ± 1% }').scenario!;
    expect([run.until!.min, run.replications]).toEqual([10, 100]);
  });

  it.each(['p99(latency) +- 5%', 'p99(latency)±5%', '  p99( latency ) +/- 5 %  '])(
    'understand %j',
    (text) => {
      const { run } = readWith(`{ until: "${text}" }`).scenario!;
      expect(run.until).toMatchObject({ text: text.trim(), marginRatio: 0.05 });
    },
  );

  it.each([
    ['p99(latency) < 5%', '"< 5%": expected ± and a share, as in p99(latency) ± 5%', '< 5%'],
    ['latency ± 5%', 'latency has many values: expected a function of it', 'latency'],
    ['p99(latency) ± 5', '5 has no unit: expected a share such as 85% or 0.1%', '5'],
    ['p99(latency) ± 5ms', '5ms has the unknown unit "ms": expected a share such as', '5ms'],
    ['p99(latency) ± 0%', '0%: expected more than 0% and less than 100%', '0%'],
    ['p99(latncy) ± 5%', 'unknown metric "latncy": expected a metric such as', 'latncy'],
    ['p99(latency) ± 5% or so', '"or so": expected the end', 'or so'],
  ])('point at what is wrong in %j', (text, message, piece) => {
    const [problem, ...more] = problemsOf(`{ until: "${text}" }`);
    expect(more).toEqual([]);
    expect(problem).toMatchObject({
      code: 'TW1403',
      path: 'run.replications.until',
      column: START + '{ until: "'.length + text.indexOf(piece) + 1,
      length: piece.length,
    });
    expect(problem!.message).toContain(message);
  });

  it('know the names of the scenario', () => {
    expect(problemsOf('{ until: "hit_ratio{node=egde} ± 5%" }')).toMatchObject([
      { code: 'TW1402', hint: 'did you mean "edge"?' },
    ]);
  });

  it.each([
    ['{ min: 9, max: 5, until: hit_ratio ± 1% }', 'TW1202', 'max', '5: expected min, which is 9'],
    ['{ min: 1, until: hit_ratio ± 1% }', 'TW1202', 'min', '1: expected 2 or more'],
    ['{ min: 5, max: 40 }', 'TW1103', 'until', 'missing: expected text'],
    ['{ unitl: hit_ratio ± 1% }', 'TW1101', 'unitl', 'unknown key "unitl"'],
    ['0', 'TW1202', '', '0: expected 1 or more'],
    ['often', 'TW1201', '', '"often": expected a count'],
  ])('refuse %s', (replications, code, key, message) => {
    const [problem, ...more] = problemsOf(replications);
    expect(more).toEqual([]);
    const path = key === '' ? 'run.replications' : `run.replications.${key}`;
    expect(problem).toMatchObject({ code, path });
    expect(problem!.message).toContain(message);
  });

  it('tell editors of both forms', () => {
    const { replications } = editorSchema(runParams).properties!;
    expect(replications).toMatchObject({
      anyOf: [{}, { properties: { min: {}, max: {}, until: { type: 'string' } } }],
      description: expect.stringContaining('runs with the same settings'),
    });
  });
});
