import { describe, expect, it } from 'vitest';
import { GOOD, goodWith, hints, lines } from './small-kinds.ts';

// «…» is the text that the problem's line, column and length mark.

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
