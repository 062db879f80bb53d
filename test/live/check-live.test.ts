import { describe, expect, it } from 'vitest';
import { read } from '../../sim/index.ts';
import { clockChanges, edgeChanges } from '../../sim/live/changes.ts';
import { checkLive } from '../../sim/live/check-live.ts';
import { ScenarioError } from '../../sim/scenario/check.ts';

const text = (edge: string, more = '') => `version: 1
title: live
run: { duration: 10s, fidelity: live }
places: [frankfurt]
nodes:
  people: { kind: clients, count: 5 }
  edge: { kind: cache, capacity: 1MiB, parent: shield, ${edge} }
  shield: { kind: cache, capacity: 64MiB, count: 2, parent: origin }
  origin: { kind: origin }
traffic:
  web: { kind: web, from: people, to: edge, arrivals: { poisson: 5rps }, catalog: { objects: 10, popularity: uniform, size: 1KiB } }
${more}`;

function scenarioOf(written: string) {
  const { scenario, problems } = read(written, { file: 'a.yaml' });
  if (scenario === undefined) throw new Error(JSON.stringify(problems));
  return scenario;
}

function refusals(written: string): string[] {
  try {
    checkLive(scenarioOf(written));
    return [];
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    return error.problems.map(({ path, message }) => `${path}: ${message}`);
  }
}

describe('what real servers cannot do', () => {
  it.each([
    ['live: nginx', []],
    ['live: node, policy: sieve', []],
    ['live: nginx, policy: sieve', ['nodes.edge.policy: sieve: expected lru where live is nginx']],
    [
      'live: varnish, algorithm: least-connections',
      [
        'nodes.edge.algorithm: least-connections: expected ring-hash or round-robin or random where live is varnish',
      ],
    ],
    [
      'live: trafficserver',
      [
        'nodes.edge.algorithm: ring-hash: expected one parent where live is trafficserver',
        'nodes.edge.capacity: 1048576 bytes: expected at least 67108864 where live is trafficserver',
      ],
    ],
  ])('%s', (edge, expected) => {
    expect(refusals(text(edge))).toEqual(expected);
  });
});

describe('changes for servers', () => {
  it('name the caches that devices meet first, and the clock of their servers', () => {
    const scenario = scenarioOf(text('live: squid'));
    expect(edgeChanges(scenario, 'varnish')).toEqual(['nodes.edge.live=varnish']);
    expect(clockChanges(scenario)).toEqual(['nodes.edge.clock=1s', 'nodes.edge.expires=early']);
    expect(clockChanges(scenarioOf(text('live: varnish')))).toEqual([]);
  });
});

const chat = (gateway: string, protocol: string, more = '') => `version: 1
title: live
run: { duration: 10s, fidelity: live }
places: [frankfurt]
nodes:
  people: { kind: clients, count: 5 }
  gateway: { kind: gateway, ${gateway} }
traffic:
  talk: { kind: chat, from: people, to: gateway, arrivals: { poisson: 5rps }, protocol: ${protocol} }
${more}`;

describe('what chat servers cannot do', () => {
  it.each([
    [chat('live: node, count: 3', '{ sse: {} }'), []],
    [chat('live: prosody', '{ xmpp: { sasl: plain } }'), []],
    [chat('live: nats', '{ websocket: { acks: false } }'), []],
    [
      chat('live: prosody, count: 2', '{ websocket: {} }'),
      [
        'nodes.gateway.count: 2 gateways: expected 1 where live is prosody',
        'traffic.talk.protocol: websocket: expected xmpp where live is prosody',
      ],
    ],
    [
      chat(
        'live: nats',
        '{ websocket: {} }',
        '  more: { kind: chat, from: people, to: gateway, arrivals: { poisson: 5rps }, protocol: { websocket: { acks: false } } }',
      ),
      [
        'traffic.more.to: gateway: expected one chat where live is nats',
        'traffic.talk.protocol.websocket.acks: expected acks: false where live is nats',
      ],
    ],
  ])('%s', (written, expected) => {
    expect(refusals(written)).toEqual(expected);
  });
});
