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

describe('run', () => {
  it.each([
    ['seed: 42', 'seed: 0042', '0042'],
    ['seed: 42', 'seed: 12345678901234567890', '12345678901234567890'],
    ['seed: 42', 'seed: "a: b"', 'a: b'],
    ['seed: 42, ', '', '1'],
  ])('takes the seed as written: %s as %s', (piece, replacement, seed) => {
    expect(readSmall(goodWith(piece, replacement)).scenario?.run.seed).toBe(seed);
  });

  it('takes the seed of the caller before that of the file', () => {
    expect(readSmall(GOOD, { seed: 'mine' }).scenario?.run.seed).toBe('mine');
  });

  it('goes on for ever without a duration', () => {
    const text = goodWith('duration: 10m, ', '');
    expect(readSmall(text).scenario?.run.durationMs).toBe(Number.POSITIVE_INFINITY);
  });

  it.each([
    [
      'duration: 10m',
      'duration: 10',
      '3 «10» TW1201 run.duration: 10 has no unit: expected a duration such as 20ms, 1.5s, 10m, 2h or 7d',
    ],
    ['duration: 10m', 'duration: -5s', '3 «-5s» TW1202 run.duration: -5s: expected more than 0'],
    ['duration: 10m', 'duration: 0s', '3 «0s» TW1202 run.duration: 0s: expected more than 0'],
    [
      'duration: 10m',
      'duration: 10min',
      '3 «10min» TW1201 run.duration: 10min has the unknown unit "min": expected a duration such as 20ms, 1.5s, 10m, 2h or 7d',
    ],
    [
      'warmup: 60s',
      'warmup: 10m',
      '3 «10m» TW1305 run.warmup: 10m: expected less than the duration of 10m',
    ],
    ['seed: 42', 'seed: [1]', '3 «seed» TW1102 run.seed: a list: expected text or a number'],
    ['warmup: 60s', 'replications: 0', '3 «0» TW1202 run.replications: 0: expected 1 or more'],
  ])('refuses %s as %s', (piece, replacement, problem) => {
    expect(lines(goodWith(piece, replacement))).toEqual([problem]);
  });
});

describe('places', () => {
  const shares = (places: string) =>
    readSmall(goodWith('[virginia, frankfurt]', places)).scenario?.places.map(({ share }) => share);

  it('have equal shares', () => {
    expect(shares('[virginia, frankfurt]')).toEqual([0.5, 0.5]);
  });

  it('have the shares that they say, made to add up to 1', () => {
    expect(shares('[{ name: virginia, share: 60% }, { name: frankfurt, share: 20% }]')).toEqual(
      [0.75, 0.25].map((share) => expect.closeTo(share, 15)),
    );
  });

  it('share equally what the others leave', () => {
    expect(shares('[virginia, frankfurt, { name: singapore, share: 50% }]')).toEqual([
      0.25, 0.25, 0.5,
    ]);
  });

  it('may be of the user’s own', () => {
    const text = goodWith('frankfurt]', '{ name: 火星, lat: -4.5, lon: 137.4 }]');
    expect(readSmall(text).scenario?.places[1]).toEqual({
      name: '火星',
      latDeg: -4.5,
      lonDeg: 137.4,
      share: 0.5,
    });
  });

  it.each([
    [
      '[virginia, frankfrt]',
      '4 «frankfrt» TW1203 places.1: unknown city "frankfrt": expected a known one, or { name, lat, lon }',
    ],
    [
      '[virginia, virginia]',
      '4 «virginia» TW1307 places.1: "virginia" a second time: expected each place once',
    ],
    [
      '[virginia, { name: x, lat: 91, lon: 0 }]',
      '4 «91» TW1202 places.1.lat: 91: expected 90 or less',
    ],
    [
      '[virginia, { name: x, lat: 9 }]',
      '4 «{ name: x, lat: 9 }» TW1103 places.1.lon: missing: expected both lat and lon, in degrees',
    ],
    [
      '[{ name: virginia, share: 100% }, frankfurt]',
      '4 «places» TW1202 places: shares of 100 %: expected less than 100 %, some places have no share',
    ],
    ['[]', '4 «places» TW1103 places: empty: expected at least one city, or { name, lat, lon }'],
  ])('refuses %s', (places, problem) => {
    expect(lines(goodWith('[virginia, frankfurt]', places))[0]).toBe(problem);
  });

  it('does not report names of places that depend on a wrong one', () => {
    const text = goodWith('places: [virginia, frankfurt]', 'places: [virgina, frankfurt]');
    expect(lines(text)).toHaveLength(1);
    expect(hints(text)).toEqual(['did you mean "virginia"?']);
  });
});

describe('an entry', () => {
  it.each([
    [
      'capacity: 4GiB',
      'capcity: 4GiB',
      ['7 «capcity» TW1101 nodes.edge.capcity: unknown key "capcity"'],
      'did you mean "capacity"?',
    ],
    [
      'kind: cache, count',
      'kind: cahce, count',
      ['7 «cahce» TW1203 nodes.edge.kind: unknown node kind "cahce": expected a known one'],
      'did you mean "cache"?',
    ],
    [
      '{ kind: gateway }',
      '{ knd: gateway }',
      [
        '10 «gateway» TW1103 nodes.gateway.kind: missing: expected one of clients, cache, origin, gateway',
      ],
      'did you mean "kind" by "knd"?',
    ],
    [
      '{ kind: gateway }',
      'gateway',
      ['10 «gateway» TW1102 nodes.gateway: "gateway": expected a map'],
      'write e.g. { kind: clients, … }',
    ],
    [
      'capacity: 4GiB, ',
      '',
      [
        '7 «edge» TW1103 nodes.edge.capacity: missing: expected a size such as 300B, 17KiB, 5MB or 4GiB',
      ],
      undefined,
    ],
    [
      's3-fifo: { small: 20% }',
      's3-fif: { small: 20% }',
      [
        '7 «s3-fif» TW1203 nodes.edge.policy.s3-fif: unknown eviction policy "s3-fif": expected a known one',
      ],
      'did you mean "s3-fifo"?',
    ],
    [
      's3-fifo: { small: 20% }',
      's3-fifo: { smal: 20% }',
      ['7 «smal» TW1101 nodes.edge.policy.s3-fifo.smal: unknown key "smal"'],
      'did you mean "small"?',
    ],
    [
      's3-fifo: { small: 20% }',
      's3-fifo: 120%',
      ['7 «120%» TW1202 nodes.edge.policy.s3-fifo: 120%: expected 100% or less'],
      undefined,
    ],
    [
      '{ s3-fifo: { small: 20% } }',
      '{ lru: {}, s3-fifo: {} }',
      [
        '7 «policy» TW1204 nodes.edge.policy: a map of 2 keys: expected the name of one eviction policy',
      ],
      'known: lru, s3-fifo',
    ],
    [
      'rate: 800rps }',
      'rate: 800rps, catalog: { objcts: 5 } }',
      ['14 «objcts» TW1101 traffic.images.catalog.objcts: unknown key "objcts"'],
      'did you mean "objects"?',
    ],
    [
      'rate: 800rps }',
      'rate: 800rps, format: gzpi }',
      ['14 «gzpi» TW1106 traffic.images.format: "gzpi": expected one of plain, gzip'],
      'did you mean "gzip"?',
    ],
    [
      'parent: shield }',
      'parent: shield, collapse: yes }',
      ['7 «yes» TW1102 nodes.edge.collapse: "yes": expected true or false'],
      'YAML 1.2 knows true and false only',
    ],
  ])('with %s as %s is explained once', (piece, replacement, problems, hint) => {
    expect(lines(goodWith(piece, replacement))).toEqual(problems);
    expect(hints(goodWith(piece, replacement))).toEqual([hint]);
  });

  it('has its names checked although something else is wrong with it', () => {
    const text = goodWith('capacity: 1TiB, parent: origin', 'capacity: 1, parent: orign');
    expect(lines(text)).toEqual([
      '8 «1» TW1201 nodes.shield.capacity: 1 has no unit: expected a size such as 300B, 17KiB, 5MB or 4GiB',
      '8 «orign» TW1301 nodes.shield.parent: unknown name "orign": expected a group of nodes',
    ]);
  });

  it('has a name of letters, digits, - and _', () => {
    expect(lines(goodWith('  gateway: {', '  gate/way: {'))[0]).toBe(
      '10 «gate/way» TW1105 nodes.gate/way: "gate/way": expected a name of letters, digits, - and _ that begins with a letter',
    );
  });

  it('may have the name of something that every object has', () => {
    const text = GOOD.replaceAll('shield', 'constructor').replaceAll('edge', 'toString');
    expect(lines(text)).toEqual([]);
  });
});

describe('at', () => {
  const at = (value: string) => goodWith('at: virginia, capacity', `at: ${value}, capacity`);

  it('takes a list, in the order of the scenario’s places', () => {
    const { scenario } = readSmall(at('[frankfurt, virginia]'));
    expect(scenario?.nodes[2]?.at).toEqual([0, 1]);
  });

  it.each([
    [
      'virgina',
      '8 «virgina» TW1301 nodes.shield.at: unknown name "virgina": expected a place of this scenario',
    ],
    [
      '[virginia, virginia]',
      '8 «virginia» TW1307 nodes.shield.at.1: virginia a second time: expected it once',
    ],
    ['[]', '8 «at» TW1102 nodes.shield.at: a list: expected each, one place or a list of places'],
    ['3', '8 «3» TW1102 nodes.shield.at: 3: expected text or a list'],
  ])('refuses %s', (value, problem) => {
    expect(lines(at(value))).toEqual([problem]);
  });
});

describe('links', () => {
  const link = (key: string) => goodWith('edge -> shield:', `${key}:`);

  it.each([
    [
      'edge -> shild',
      '12 «edge -> shild» TW1301 links.edge -> shild: unknown name "shild": expected a group of nodes',
    ],
    ['edge', '12 «edge» TW1306 links.edge: "edge": expected two groups such as edge -> shield'],
    [
      'edge -> shield: { latency: 1ms }\n  shield -> edge',
      '13 «shield -> edge» TW1307 links.shield -> edge: shield -> edge a second time: expected each pair once',
    ],
  ])('refuses %s', (key, problem) => {
    expect(lines(link(key))).toEqual([problem]);
  });

  it('may have settings only', () => {
    expect(lines(goodWith('{ bandwidth: 10Gbps }', '{ bandwith: 10Gbps }'))).toEqual([
      '12 «bandwith» TW1101 links.edge -> shield.bandwith: unknown key "bandwith"',
    ]);
  });
});

describe('names of others', () => {
  it.each([
    [
      'to: edge, rate',
      'to: gateway, rate',
      '14 «gateway» TW1302 traffic.images.to: gateway is of kind gateway and does not serve http: expected a group that serves http',
    ],
    [
      'from: viewers, to: edge',
      'from: edge, to: edge',
      '14 «edge» TW1302 traffic.images.from: edge is of kind cache and is no group of clients: expected clients',
    ],
    [
      'parent: origin',
      'parent: gateway',
      '8 «gateway» TW1302 nodes.shield.parent: gateway is of kind gateway and does not serve http: expected a group that serves http',
    ],
    [
      'parent: origin',
      'parent: edge',
      '8 «edge» TW1304 nodes.shield.parent: edge -> shield -> edge: expected calls that end',
    ],
    [
      'parent: origin',
      'parent: shield',
      '8 «shield» TW1304 nodes.shield.parent: shield -> shield: expected calls that end',
    ],
    [
      'traffic: images',
      'traffic: image',
      '17 «image» TW1301 timeline.0.traffic: unknown name "image": expected a traffic',
    ],
    [
      'node: shield/0',
      'node: shild/0',
      '18 «shild/0» TW1301 timeline.1.node: unknown name "shild": expected a group of nodes',
    ],
    [
      'node: shield/0',
      'node: shield/1',
      '18 «shield/1» TW1303 timeline.1.node: "shield/1": expected shield/0, or shield/*',
    ],
    [
      'node: shield/0',
      'node: edge/4',
      '18 «edge/4» TW1303 timeline.1.node: "edge/4": expected edge/0 to edge/3, or edge/*',
    ],
    [
      'node: shield/0',
      'node: edge/01',
      '18 «edge/01» TW1303 timeline.1.node: "edge/01": expected edge/0 to edge/3, or edge/*',
    ],
    [
      'node: shield/0',
      'node: shield@frankfurt',
      '18 «shield@frankfurt» TW1303 timeline.1.node: "shield@frankfurt": expected a place of shield',
    ],
  ])('are checked: %s as %s', (piece, replacement, problem) => {
    expect(lines(goodWith(piece, replacement))).toEqual([problem]);
  });

  it.each(['shield/0', 'edge/3', 'edge/*', 'edge', 'edge@frankfurt', '"*"', 'viewers/1'])(
    'may be the nodes %s',
    (node) => {
      expect(lines(goodWith('node: shield/0', `node: ${node}`))).toEqual([]);
    },
  );
});

describe('assertions', () => {
  it.each([
    [
      'p99(latency) < 200ms',
      'p99(latncy) < 200ms',
      '20 «latncy» TW1401 assert.0: unknown metric "latncy": expected a metric such as latency, hit_ratio or errors',
    ],
    [
      'node=edge',
      'node=egde',
      '21 «egde» TW1402 assert.1: node="egde": expected one of viewers, edge, shield, origin, gateway',
    ],
    [
      'during="flash crowd"',
      'during="flush crowd"',
      '22 «"flush crowd"» TW1402 assert.2: during="flush crowd": expected one of flash crowd, crash shield/0',
    ],
    [
      '- p99(latency) < 200ms',
      '- p99(latency): 200ms',
      '20 «p99(latency): 200ms» TW1102 assert.0: a map: expected an assertion',
    ],
  ])('are checked: %s as %s', (piece, replacement, problem) => {
    expect(lines(goodWith(piece, replacement))).toEqual([problem]);
  });

  it('say which name was meant', () => {
    expect(hints(goodWith('during="flash crowd"', 'during="flush crowd"'))).toEqual([
      'did you mean "flash crowd"?',
    ]);
  });

  it('are pointed into when they stand in quotes', () => {
    const text = goodWith('- hit_ratio{node=edge} >= 85%', "- 'hit_ratio{node=egde} >= 85%'");
    expect(lines(text)[0]).toMatch(/^21 «egde» TW1402 /);
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
