import { describe, expect, it } from 'vitest';
import { GOOD, goodWith, lines, readSmall } from './small-kinds.ts';

const codes = (text: string): string[] => readSmall(text).problems.map(({ code }) => code);

describe('text that is no scenario', () => {
  it.each([
    ['', '1 «» TW1004 empty: expected a map'],
    ['   \n\n', '1 « » TW1004 empty: expected a map'],
    ['# only a comment\n', '1 «#» TW1004 empty: expected a map'],
    ['- a\n- b\n', '1 «- a» TW1004 a list: expected a map'],
    ['hello\n', '1 «hello» TW1004 a single value: expected a map'],
    ['null', '1 «n» TW1004 empty: expected a map'],
    [
      'version: 1\n---\nversion: 1\n',
      '2 «---» TW1009 a second document: expected one scenario in a file',
    ],
    ['run:\n\tseed: 1\n', '2 «\t» TW1002 a tab: expected spaces for indentation'],
    ['title: a\0b', '1 «\0» TW1008 a NUL character: expected text in UTF-8'],
    ['title: a\uFFFDb', '1 «\uFFFD» TW1008 bytes that are not UTF-8: expected text in UTF-8'],
  ])('is refused: %j', (text, problem) => {
    expect(lines(text)).toEqual([problem]);
  });

  it.each([
    'title: "no end',
    "title: 'no end",
    'run: { seed: 1',
    'places: [virginia',
    'timeline:\n  - { at: 5m, do: crash, node: shield[0], for: 90s }\n',
    'title: @home',
    'title: a: b: c',
    '%YAML 3.7\n---\nversion: 1',
    '? [a, b]\n: c',
    'run: !unknown { seed: 1 }',
    '}',
  ])('is not YAML: %j', (text) => {
    expect(codes(text)).toContain('TW1001');
  });

  it('is reported once a line, however often the parser stumbles there', () => {
    expect(codes('a: { b: c[0], d: e[1] }\nf: "x\n')).toHaveLength(2);
  });

  it('is refused by its size before it is parsed', () => {
    const text = 'a'.repeat(100 * 1024 * 1024);
    const { problems } = readSmall(text);
    expect(problems.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'TW1005 102400 Ki characters: expected at most 256 Ki',
    ]);
  });

  it.each([
    ['commas', `a: [${','.repeat(262_000)}`],
    ['brackets', '['.repeat(262_000)],
    ['quotes', '"'.repeat(262_000)],
    ['anchors', '&a '.repeat(87_000)],
  ])(
    'is refused in the end however hard it is to parse: %s',
    (_, text) => {
      expect(readSmall(text).problems.length).toBeGreaterThan(0);
    },
    30_000,
  );

  it('may begin with a byte order mark and have the line ends of Windows', () => {
    expect(lines(`\uFEFF${GOOD.replaceAll('\n', '\r\n')}`)).toEqual([]);
  });
});

describe('keys', () => {
  it('stand once', () => {
    expect(lines(goodWith('seed: 42', 'seed: 42, seed: 43'))).toEqual([
      '3 «seed» TW1003 "seed" a second time: expected each key once',
    ]);
  });

  it('are found twice among very many in linear time', () => {
    // The library's own check compares each key with each other: 40 000 keys took it 21 s, measured.
    const groups = Array.from({ length: 20_000 }, (_, index) => `  n${index}: 1\n`).join('');
    expect(codes(`version: 1\nnodes:\n${groups}  n7: 1\n`).slice(0, 2)).toEqual([
      'TW1103',
      'TW1103',
    ]);
  }, 20_000);

  it('may not be __proto__', () => {
    expect(lines(goodWith('  gateway: {', '  __proto__: {'))[0]).toBe(
      '10 «__proto__» TW1105 "__proto__": expected another name',
    );
    expect(codes(goodWith('rate: 800rps', 'rate: 800rps, __proto__: { a: 1 }'))).toEqual([
      'TW1105',
    ]);
  });

  it('do not merge, for that is not YAML 1.2', () => {
    const [problem] = readSmall(goodWith('seed: 42', '<<: { seed: 42 }')).problems;
    expect(problem).toMatchObject({
      code: 'TW1101',
      hint: 'merge keys are not of YAML 1.2; extends merges files',
    });
  });
});

describe('aliases', () => {
  it('stand for what was marked', () => {
    const text = GOOD.replace('{ bandwidth: 10Gbps }', '&fast { bandwidth: 10Gbps }').replace(
      'traffic:',
      '  shield -> origin: *fast\ntraffic:',
    );
    expect(readSmall(text).scenario?.links.map(({ settings }) => settings)).toEqual([
      { bandwidth: 10e9 },
      { bandwidth: 10e9 },
    ]);
  });

  it.each([
    ['a: *nothing', '1 «*nothing» TW1007 unknown alias "nothing": expected an anchor above'],
    [
      'a: &a { b: *a }',
      '1 «*a» TW1007 an alias inside of what it names "a": expected an anchor above',
    ],
  ])('are refused in %s', (text, problem) => {
    expect(lines(text)).toContain(problem);
  });

  it('may not stand for very many values', () => {
    const letters = [...'bcdefghij'];
    const bomb = letters.map((name, index) => {
      const below = index === 0 ? 'a' : letters[index - 1];
      return `${name}: &${name} [${Array(9).fill(`*${below}`).join(', ')}]\n`;
    });
    const found = lines(`a: &a [x, x, x, x, x, x, x, x, x]\n${bomb.join('')}`);
    expect(found.filter((line) => line.includes('TW1007'))).toEqual([
      expect.stringContaining('aliases stand for too much: expected at most 10000 values'),
    ]);
  });
});

describe('nesting', () => {
  it.each([
    ['lists', (levels: number) => `title: ${'['.repeat(levels)}${']'.repeat(levels)}`],
    ['maps', (levels: number) => `title: ${'{a: '.repeat(levels)}b${'}'.repeat(levels)}`],
    ['open lists', (levels: number) => `title: ${'['.repeat(levels)}`],
    [
      'lines',
      (levels: number) =>
        Array.from({ length: Math.min(levels, 700) }, (_, level) => `${' '.repeat(level)}a:`).join(
          '\n',
        ),
    ],
    ['dashes', (levels: number) => `title:\n ${'- '.repeat(levels)}a`],
  ])('of %s has a limit', (_, nested) => {
    for (const levels of [70, 1000, 20_000]) {
      const found = codes(nested(levels));
      expect(found.length).toBeGreaterThan(0);
      expect(found.some((code) => code === 'TW1006' || code === 'TW1001')).toBe(true);
    }
  });
});

describe('scalars', () => {
  it('are those of YAML 1.2: no, on and 12:30 are text', () => {
    const text = goodWith('title: two tiers', 'title: no').replace('%YAML', '');
    expect(readSmall(text).scenario?.title).toBe('no');
    expect(readSmall(goodWith('two tiers', '12:30')).scenario?.title).toBe('12:30');
    expect(readSmall(goodWith('title: two tiers', 'title: 007')).scenario?.title).toBe('007');
  });

  it('are those of YAML 1.2 even where a directive asks for 1.1', () => {
    expect(readSmall(`%YAML 1.1\n---\n${goodWith('two tiers', 'no')}`).scenario?.title).toBe('no');
  });
});
