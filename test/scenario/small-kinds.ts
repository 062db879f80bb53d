/** A small grammar of its own, so that tests of the reader do not move when the model does. */
import { z } from 'zod';
import type { Node, NodeContext } from '../../sim/model/node/node.ts';
import { nodeKind } from '../../sim/model/node/node.ts';
import { timelineAction } from '../../sim/model/timeline/action.ts';
import { type Traffic, trafficKind } from '../../sim/model/traffic/traffic.ts';
import { choiceOf } from '../../sim/part/choice.ts';
import { partOf, registry } from '../../sim/part/part.ts';
import { bitRate, bytes, count, duration, rate, ratio } from '../../sim/part/units.ts';
import type { Kinds } from '../../sim/scenario/grammar.ts';
import type { Problem } from '../../sim/scenario/problem.ts';
import { type ReadOptions, read } from '../../sim/scenario/read.ts';

const source = 'tests';

/** Reading makes nothing: whoever asks for a node here has found a mistake. */
const never = (): never => {
  throw new Error('a scenario that is only read makes nothing');
};

const policy = partOf<object>();

const policies = registry('eviction policy', [
  policy({ name: 'lru', summary: 'old first', source, params: {}, make: () => ({}) }),
  policy({
    name: 's3-fifo',
    summary: 'three queues',
    source,
    params: { small: ratio().prefault('10%').describe('share of the small queue') },
    main: 'small',
    make: () => ({}),
  }),
]);

const nodes = registry<Node, NodeContext>('node kind', [
  nodeKind({
    name: 'clients',
    summary: 'people',
    source,
    serves: ['clients'],
    params: {},
    make: never,
  }),
  nodeKind({
    name: 'cache',
    summary: 'keeps copies',
    source,
    serves: ['http'],
    references: ({ parent }) => [
      { param: 'parent', to: 'group', name: parent, needs: 'http', calls: true },
    ],
    params: {
      capacity: bytes({ above: 0 }).describe('room'),
      policy: choiceOf(policies, 'lru').describe('who leaves'),
      parent: z.string().describe('who is asked'),
      collapse: z.boolean().default(true).describe('one fetch for many misses'),
    },
    make: never,
  }),
  nodeKind({
    name: 'origin',
    summary: 'has everything',
    source,
    serves: ['http'],
    params: { service: duration().prefault('0ms').describe('time of an answer') },
    make: never,
  }),
  nodeKind({
    name: 'gateway',
    summary: 'passes messages on',
    source,
    serves: ['chat'],
    params: {},
    make: never,
  }),
]);

const traffic = registry<Traffic, never>('traffic kind', [
  trafficKind({
    name: 'web',
    summary: 'requests',
    source,
    needs: 'http',
    params: {
      rate: rate().describe('arrivals'),
      catalog: z
        .strictObject({
          objects: count({ min: 1 }).describe('how many'),
          size: bytes().prefault('1KiB').describe('of each'),
        })
        .optional()
        .describe('the objects'),
      format: z.enum(['plain', 'gzip']).default('plain').describe('of bodies'),
    },
    make: never,
  }),
  trafficKind({
    name: 'chat',
    summary: 'messages',
    source,
    needs: 'chat',
    params: { rate: rate().describe('messages') },
    make: never,
  }),
]) as unknown as Kinds['traffic'];

const actions = registry('timeline action', [
  timelineAction({
    name: 'crash',
    summary: 'stops nodes',
    source,
    references: ({ node }) => [{ param: 'node', to: 'instances', name: node }],
    params: {
      node: z.string().describe('which'),
      for: duration({ above: 0 }).describe('how long'),
    },
    make: never,
  }),
  timelineAction({
    name: 'ramp',
    summary: 'changes the load',
    source,
    references: (params) => [{ param: 'traffic', to: 'traffic', name: params.traffic }],
    params: { traffic: z.string().describe('whose'), to: rate().describe('how much') },
    make: never,
  }),
]);

const CITIES = new Map(
  [
    { name: 'virginia', latDeg: 39, lonDeg: -77 },
    { name: 'frankfurt', latDeg: 50, lonDeg: 9 },
    { name: 'singapore', latDeg: 1, lonDeg: 104 },
  ].map((city) => [city.name, city]),
);

export const smallKinds: Kinds = {
  nodes,
  traffic,
  actions,
  findPlace: (name) => CITIES.get(name),
  placeNames: [...CITIES.keys()],
  networkParams: z.strictObject({}),
  linkParams: z.strictObject({
    latency: duration().optional().describe('one way'),
    bandwidth: bitRate().optional().describe('each direction'),
  }),
};

/** A scenario with nothing wrong. Lines are counted on by tests: change values, not lines. */
export const GOOD = `version: 1
title: two tiers
run: { seed: 42, duration: 10m, warmup: 60s }
places: [virginia, frankfurt]
nodes:
  viewers: { kind: clients, count: 2000 }
  edge: { kind: cache, count: 2, capacity: 4GiB, policy: { s3-fifo: { small: 20% } }, parent: shield }
  shield: { kind: cache, at: virginia, capacity: 1TiB, parent: origin }
  origin: { kind: origin, at: virginia, service: 20ms }
  gateway: { kind: gateway }
links:
  edge -> shield: { bandwidth: 10Gbps }
traffic:
  images: { kind: web, from: viewers, to: edge, rate: 800rps }
  talk: { kind: chat, from: viewers, to: gateway, rate: 5rps }
timeline:
  - { at: 4m, do: ramp, traffic: images, to: 4000rps, name: flash crowd }
  - { at: 5m, do: crash, node: shield/0, for: 90s }
assert:
  - p99(latency) < 200ms
  - hit_ratio{node=edge} >= 85%
  - p99(latency{during="flash crowd"}) < 400ms
`;

export const readSmall = (text: string, options: Partial<ReadOptions> = {}) =>
  read(text, { file: 'test.yaml', kinds: smallKinds, ...options });

/** `GOOD` with one piece replaced, which has to be there. */
export function goodWith(piece: string, replacement: string): string {
  if (!GOOD.includes(piece)) throw new Error(`no ${piece} in the good scenario`);
  return GOOD.replace(piece, () => replacement);
}

/** The text that a problem marks, cut out of its file. */
export const marked = (text: string, { line, column, length }: Problem): string =>
  text.split('\n')[line - 1]!.slice(column - 1, column - 1 + length);

/** `line «marked text» code path: message` of every problem. */
export const lines = (text: string, options: Partial<ReadOptions> = {}): string[] =>
  readSmall(text, options).problems.map((problem) => {
    const { line, code, path, message } = problem;
    return `${line} «${marked(text, problem)}» ${code} ${path}${path === '' ? '' : ': '}${message}`;
  });

/** The hints, in order of the problems. */
export const hints = (text: string): (string | undefined)[] =>
  readSmall(text).problems.map(({ hint }) => hint);
