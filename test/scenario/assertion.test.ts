import { describe, expect, it } from 'vitest';
import {
  type AssertionProblem,
  parseAssertion,
  unknownValues,
} from '../../sim/scenario/assertion.ts';

function read(text: string) {
  const parsed = parseAssertion(text);
  if ('message' in parsed) throw new Error(parsed.message);
  return parsed;
}

function problem(text: string): AssertionProblem & { piece: string } {
  const parsed = parseAssertion(text);
  if (!('message' in parsed)) throw new Error(`${text} has no problem`);
  return { ...parsed, piece: text.slice(parsed.at, parsed.at + parsed.length) };
}

describe('parseAssertion', () => {
  // The grammar of DESIGN.md, with limits in the base units of sim/part/units.ts.
  it.each([
    ['p99(latency) < 200ms', 'p99', 'latency', {}, '<', 200, 'ms'],
    ['hit_ratio{node=edge} >= 85%', 'value', 'hit_ratio', { node: 'edge' }, '>=', 0.85, 'ratio'],
    [
      'p99.9(latency{during="shield crash", place=\'são paulo\'}) <= 1.5s',
      'p99.9',
      'latency',
      { during: 'shield crash', place: 'são paulo' },
      '<=',
      1500,
      'ms',
    ],
    ['error_ratio<0.1%', 'value', 'error_ratio', {}, '<', 0.001, 'ratio'],
    ['errors == 0', 'value', 'errors', {}, '==', 0, 'count'],
    ['total(requests) > 1M', 'total', 'requests', {}, '>', 1e6, 'count'],
    ['count(delivery) >= 100k', 'count', 'delivery', {}, '>=', 1e5, 'count'],
    ['rate(requests) > 3krps', 'rate', 'requests', {}, '>', 3000, 'per second'],
    ['rate(origin_bytes) < 2Gbps', 'rate', 'origin_bytes', {}, '<', 2e9, 'bits per second'],
    ['origin_bytes < 1GiB', 'value', 'origin_bytes', {}, '<', 2 ** 30, 'bytes'],
    [
      '  mean( latency { traffic = images } )  <  20 ms ',
      'mean',
      'latency',
      { traffic: 'images' },
      '<',
      20,
      'ms',
    ],
    [
      'calls{node=edge/0,to=shield/*} < 5',
      'value',
      'calls',
      { node: 'edge/0', to: 'shield/*' },
      '<',
      5,
      'count',
    ],
  ] as const)('reads %s', (text, fn, metric, labels, op, limit, unit) => {
    expect(read(text).assertion).toEqual({
      text: text.trim(),
      query: { fn, metric, labels },
      op,
      limit,
      unit,
      line: 1,
      column: 1,
    });
  });

  it('keeps the place in the file that it is given', () => {
    const parsed = parseAssertion('errors < 1', { line: 44, column: 5 });
    expect(parsed).toMatchObject({ assertion: { line: 44, column: 5 } });
  });

  it.each([
    ['p99(latncy) < 200ms', 'latncy', 'unknown metric "latncy": expected a metric'],
    ['latncy < 200ms', 'latncy', 'unknown metric "latncy": expected a metric'],
    ['avg(latency) < 200ms', 'avg', 'unknown function "avg": expected p50'],
    [
      'p101(latency) < 200ms',
      'p101',
      'unknown function "p101": expected a percentile of p0 to p100',
    ],
    ['p99(hit_ratio) > 85%', 'p99', 'p99 of the ratio hit_ratio: expected hit_ratio alone'],
    [
      'mean(errors) < 5',
      'mean',
      'mean of the counter errors: expected total, rate, or errors alone',
    ],
    ['total(latency) < 5ms', 'total', 'total of the histogram latency: expected a percentile'],
    ['latency < 200ms', 'latency', 'latency has many values: expected a function of it'],
    [
      'p99(latency{node=edge}) < 1s',
      'node',
      'unknown label "node" of latency: expected traffic, place, during',
    ],
    ['errors{place=a,place=b} < 1', 'place', 'place a second time: expected each label once'],
    ['p99(latency) < 200', '200', '200 has no unit: expected a duration'],
    ['hit_ratio >= 0.85', '0.85', '0.85 has no unit: expected a share'],
    ['p99(latency) < 200parsecs', '200parsecs', '200parsecs has the unknown unit "parsecs"'],
    ['p99(latency) < 200ms or so', 'or so', '"or so": expected the end of the assertion'],
    ['p99(latency) < fast', 'fast', '"fast": expected a duration'],
    ['p99(latency) < 1e999ms', '1e999ms', '1e999ms: expected a finite number'],
    ['p99(latency) = 200ms', '= 200ms', '"= 200ms": expected < <= > >= or =='],
    ['p99(latency < 200ms', '< 200ms', '"< 200ms": expected ")"'],
    ['hit_ratio{node} > 1%', '} > 1%', '"} > 1%": expected "=" and a value'],
    ['hit_ratio{node=} > 1%', '} > 1%', '"} > 1%": expected a value, in quotes'],
    ['hit_ratio{node=edge > 1%', '> 1%', '"> 1%": expected "," or "}"'],
    ['hit_ratio{during="crash} > 1%', '"crash} > 1%', 'expected a value, in quotes'],
    ['p99(latency)', '', 'the text ends: expected < <= > >= or =='],
    ['', '', 'the text ends: expected a function or a metric'],
    ['<', '<', '"<": expected a function or a metric'],
  ])('says of %s what is wrong and where', (text, piece, message) => {
    const found = problem(text);
    expect(found.piece).toBe(piece);
    expect(found.message).toContain(message);
  });

  it('quotes only the beginning of a long text', () => {
    expect(problem(`errors < 1 ${'x '.repeat(1e5)}`).message.length).toBeLessThan(100);
  });

  it('offers the names that would have been right', () => {
    expect(problem('p99(latncy) < 1s').known).toContain('latency');
    expect(problem('meen(latency) < 1s').known).toContain('mean');
    expect(problem('hit_ratio{nod=edge} > 1%').known).toEqual(['node', 'place', 'during']);
  });

  it('hints at what a bare number was meant to be', () => {
    expect(problem('hit_ratio >= 0.85').hint).toBe('write e.g. 85%');
    expect(problem('hit_ratio >= 85').hint).toBe('write e.g. 85%');
    expect(problem('p99(latency) < 200').hint).toBe('write e.g. 200ms');
    expect(problem('latency < 200ms').hint).toBe('write e.g. p99(latency)');
  });
});

describe('unknownValues', () => {
  const text = 'hit_ratio{node=egde, during="shield crash"} > 85%';

  it('says where a value is that the scenario does not have', () => {
    const { selected } = read(text);
    const [found, ...others] = unknownValues(selected, {
      node: ['edge', 'shield'],
      during: ['shield crash'],
    });
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      message: 'node="egde": expected one of edge, shield',
      known: ['edge', 'shield'],
    });
    expect(text.slice(found!.at, found!.at + found!.length)).toBe('egde');
  });

  it('covers the quotes of a quoted value', () => {
    const [found] = unknownValues(read(text).selected, { during: ['flash crowd'] });
    expect(text.slice(found!.at, found!.at + found!.length)).toBe('"shield crash"');
  });

  it('leaves labels alone whose names it is not given', () => {
    expect(unknownValues(read(text).selected, {})).toEqual([]);
  });

  it('says so when there is no such thing in the scenario at all', () => {
    expect(unknownValues(read(text).selected, { during: [] })[0]!.message).toBe(
      'during="shield crash": expected no such label, for the scenario has no names for it',
    );
  });
});
