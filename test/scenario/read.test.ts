import { describe, expect, it } from 'vitest';
import { GOOD, goodWith, hints, lines, readSmall } from './small-kinds.ts';

// «…» is the text that the problem's line, column and length mark.

describe('a good scenario', () => {
  const { scenario, problems } = readSmall(GOOD);

  it('has no problems', () => {
    expect(problems).toEqual([]);
  });

  it('gives quantities in their base units', () => {
    expect(scenario?.title).toBe('two tiers');
    expect(scenario?.run).toEqual({
      seed: '42',
      durationMs: 600_000,
      fidelity: 'model',
      warmupMs: 60_000,
      replications: 1,
    });
    expect(scenario?.nodes[1]?.kind.params).toMatchObject({ capacity: 4 * 1024 ** 3 });
    expect(scenario?.links).toEqual([
      { from: 'edge', to: 'shield', settings: { bandwidth: 10e9 } },
    ]);
  });

  it('puts a group in each place unless it says otherwise', () => {
    expect(scenario?.nodes.map(({ name, at, count }) => [name, at, count])).toEqual([
      ['viewers', [0, 1], 2000],
      ['edge', [0, 1], 2],
      ['shield', [0], 1],
      ['origin', [0], 1],
      ['gateway', [0, 1], 1],
    ]);
  });

  it('names what has no name by what it does to what', () => {
    expect(scenario?.timeline.map(({ atMs, name }) => [atMs, name])).toEqual([
      [240_000, 'flash crowd'],
      [300_000, 'crash shield/0'],
    ]);
  });

  it('keeps where each assertion stands', () => {
    expect(scenario?.assertions[1]).toMatchObject({
      text: 'hit_ratio{node=edge} >= 85%',
      line: 21,
      column: 5,
    });
  });

  it('says where its paths stand', () => {
    expect(scenario?.source.locate(['nodes', 'edge', 'capacity'])).toEqual({
      file: 'test.yaml',
      line: 7,
      column: 44,
      length: 4,
    });
    expect(scenario?.source.file).toBe('test.yaml');
  });
});

describe('sections', () => {
  it.each([
    ['places: [virginia, frankfurt]\n', 'places: missing: expected at least one city'],
    [/traffic:\n.*\n.*\n/, 'traffic: missing: expected at least one kind of traffic'],
    [/nodes:\n(?: .*\n)+/, 'nodes: missing: expected at least one group of nodes'],
  ])('without %s leave nothing to simulate', (piece, problem) => {
    expect(lines(GOOD.replace(piece, '')).join('\n')).toContain(problem);
  });

  it.each([
    ['nodes: []\n', 'nodes: a list: expected a map'],
    ['timeline: { a: 1 }\n', 'timeline: a map: expected a list'],
    ['assert: 3\n', 'assert: 3: expected a list'],
    ['links: 3\n', 'links: 3: expected a map'],
    ['traffic: some\n', 'traffic: "some": expected a map'],
    ['run: fast\n', 'run: "fast": expected a map'],
    ['title: [a]\n', 'title: a list: expected text'],
  ])('of another type are problems: %s', (section, problem) => {
    const name = section.slice(0, section.indexOf(':'));
    const own = new RegExp(`^${name}:.*\\n(?: .*\\n)*`, 'm');
    expect(lines(GOOD.replace(own, section)).join('\n')).toContain(problem);
  });

  it('may be empty when they may be absent', () => {
    const text = GOOD.replace(/links:\n .*\n/, 'links:\n').replace(
      /timeline:[\s\S]*/,
      'timeline:\n',
    );
    expect(lines(text)).toEqual([]);
  });

  it('are few, and the others unknown', () => {
    expect(lines(`${GOOD}node: {}\n`)).toEqual(['23 «node» TW1101 node: unknown key "node"']);
    expect(hints(`${GOOD}node: {}\n`)).toEqual(['did you mean "nodes"?']);
  });

  it('do not have sweeps yet', () => {
    expect(lines(`${GOOD}sweep: { run.seed: [1, 2] }\n`)).toEqual([
      '23 «sweep» TW1107 sweep: reserved: expected no sweeps, which are not available yet',
    ]);
  });

  it.each([
    [
      'version: 1\n',
      '',
      '1 «title: two tiers» TW1104 version: missing: expected 1, the version of the grammar',
    ],
    [
      'version: 1\n',
      'version: 2\n',
      '1 «2» TW1104 version: 2: expected 1, the version of the grammar',
    ],
    [
      'version: 1\n',
      'version: "1"\n',
      '1 «"1"» TW1104 version: "1": expected 1, the version of the grammar',
    ],
  ])('begin with the version: %j as %j', (piece, replacement, problem) => {
    expect(lines(goodWith(piece, replacement))).toEqual([problem]);
  });
});

describe('several problems', () => {
  it('are reported at once, in order of their places, none twice', () => {
    const text = GOOD.replace('800rps', '800')
      .replace('4GiB', '4')
      .replace('10Gbps', '10Gb')
      .replace('node=edge', 'node=egde');
    expect(lines(text).map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      '7 «4» TW1201',
      '12 «10Gb» TW1201',
      '14 «800» TW1201',
      '21 «egde» TW1402',
    ]);
  });

  it('are cut at 50, with the number of the others', () => {
    const groups = Array.from({ length: 70 }, (_, index) => `  n${index}: { kind: cash }\n`);
    const text = goodWith(
      '  gateway: { kind: gateway }\n',
      `${groups.join('')}  gateway: { kind: gateway }\n`,
    );
    const found = lines(text);
    expect(found).toHaveLength(51);
    expect(found[50]).toBe('60 «cash» TW1099 … and 20 more: expected these to be put right first');
  });
});
