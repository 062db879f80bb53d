import { describe, expect, it } from 'vitest';
import { goodWith, hints, lines, readSmall } from './small-kinds.ts';

// «…» is the text that the problem's line, column and length mark.

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

  it.each([
    'shield/0',
    'edge/3',
    'edge/*',
    'edge',
    'edge@frankfurt',
    '"*"',
    'viewers/1',
    'frankfurt',
  ])('may be the nodes %s', (node) => {
    expect(lines(goodWith('node: shield/0', `node: ${node}`))).toEqual([]);
  });
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
