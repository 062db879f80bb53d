import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { choiceOf } from '../../sim/part/choice.ts';
import { editorSchema } from '../../sim/part/editor-schema.ts';
import { keysAt } from '../../sim/part/keys.ts';
import { partOf, registry } from '../../sim/part/part.ts';
import { bytes, rate } from '../../sim/part/units.ts';

const arrival = partOf<string>();
const source = 'tests';

const poisson = arrival({
  name: 'poisson',
  summary: 'has no memory',
  source,
  params: { rate: rate().describe('mean'), name: z.string().default('p').describe('a name') },
  main: 'rate',
  make: ({ rate: perSecond, name }) => `${name} ${perSecond}`,
});

const silence = arrival({
  name: 'silence',
  summary: 'never comes',
  source,
  params: {},
  make: () => 'silence',
});

const arrivals = registry('arrival process', [poisson, silence]);
const choice = choiceOf(arrivals);

describe('registry', () => {
  it('finds parts by name, in the order given', () => {
    expect(arrivals.names).toEqual(['poisson', 'silence']);
    expect(arrivals.find('silence')).toBe(silence);
    expect(arrivals.find('constructor')).toBeUndefined();
  });

  it('takes no two parts of one name', () => {
    expect(() => registry('arrival process', [silence, silence])).toThrow(
      'two parts of kind arrival process share a name',
    );
  });
});

describe('choiceOf', () => {
  it.each([
    ['a name', 'silence', 'silence'],
    ['a name with nothing under it', { silence: null }, 'silence'],
    ['a name with parameters', { poisson: { rate: '3rps', name: 'q' } }, 'q 3'],
    ['a name with its main parameter', { poisson: '60rpm' }, 'p 1'],
  ])('reads %s', (_, raw, made) => {
    expect(choice.parse(raw).make()).toBe(made);
  });

  it('takes its fallback for what is absent, and only then', () => {
    const schema = z.strictObject({ how: choiceOf(arrivals, 'silence') });
    expect(schema.parse({}).how.name).toBe('silence');
    expect(schema.safeParse({ how: null }).success).toBe(false);
  });

  const issueOf = (raw: unknown) => {
    const [first] = choice.safeParse(raw).error!.issues;
    const { params } = first as unknown as { params?: { code?: string; known?: string[] } };
    return { path: first!.path, message: first!.message, ...params };
  };

  it.each([
    ['poison', 'TW1203', 'unknown arrival process "poison": expected a known one'],
    [{ poison: {} }, 'TW1203', 'unknown arrival process "poison": expected a known one'],
    [3, 'TW1204', '3: expected the name of one arrival process'],
    [['silence'], 'TW1204', 'a list: expected the name of one arrival process'],
    [
      { silence: {}, poisson: {} },
      'TW1204',
      'a map of 2 keys: expected the name of one arrival process',
    ],
    [undefined, 'TW1204', 'missing: expected the name of one arrival process'],
  ])('refuses %j', (raw, code, message) => {
    expect(issueOf(raw)).toMatchObject({ path: [], code, message });
  });

  it('places what is wrong with a parameter under the name', () => {
    expect(issueOf({ poisson: { rate: 3 } }).path).toEqual(['poisson', 'rate']);
    expect(issueOf({ poisson: 3 }).path).toEqual(['poisson']);
    expect(issueOf('poisson').path).toEqual(['poisson', 'rate']);
  });

  it('knows the keys of a part, for unknown ones', () => {
    expect(issueOf({ poisson: { rat: '3rps' } })).toMatchObject({ path: ['poisson', 'rate'] });
    const issues = choice.safeParse({ poisson: { rat: '3rps' } }).error!.issues;
    expect(issues[1]).toMatchObject({ keys: ['rat'], params: { known: ['rate', 'name'] } });
  });
});

describe('editorSchema', () => {
  it('keeps the form of a quantity that is described', () => {
    const { properties } = editorSchema(z.strictObject({ room: bytes().describe('room') }));
    expect(properties?.room).toMatchObject({
      type: 'string',
      description: 'room',
      patternErrorMessage: 'write 300B, 17KiB, 5MB or 4GiB',
    });
  });

  it('offers a part by its name, or with its parameters', () => {
    const { anyOf } = editorSchema(choice) as { anyOf: { const?: string; required?: string[] }[] };
    expect(anyOf.map((way) => way.const ?? way.required?.[0])).toEqual([
      'poisson',
      'silence',
      'poisson',
      'silence',
    ]);
  });
});

describe('keysAt', () => {
  const schema = z.strictObject({
    a: z.strictObject({ b: z.string() }).optional(),
    c: z.strictObject({ d: z.string() }).prefault({ d: 'x' }),
    e: choice,
  });

  it.each([
    [[], ['a', 'c', 'e']],
    [['a'], ['b']],
    [['c'], ['d']],
    [['e'], []],
    [['a', 'b'], []],
    [['toString'], []],
  ])('of %j are %j', (path, keys) => {
    expect(keysAt(schema, path)).toEqual(keys);
  });
});
