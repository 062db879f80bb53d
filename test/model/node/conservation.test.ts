import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { read } from '../../../sim/index.ts';
import { checkConservation } from '../../../sim/model/node/conservation.ts';
import { build } from '../../../sim/scenario/build.ts';

/** Clients, a balancer, caches, another balancer and origins; the load ends after 6 s, the run after 60. */
const CHAIN = `
version: 1
title: a chain
run: { seed: 5, duration: 60s }
places: [paris, tokyo]
nodes:
  people: { kind: clients, at: each, count: 30 }
  lb: { kind: balancer, at: each, backends: edge, algorithm: ring-hash }
  edge: { kind: cache, at: each, count: 2, capacity: 40kB, parent: mid }
  mid: { kind: balancer, at: paris, backends: origin }
  origin: { kind: origin, at: paris, count: 3, workers: 2, service: { exponential: 30ms } }
traffic:
  page:
    kind: web
    from: people
    to: lb
    arrivals: { poisson: 120rps }
    catalog: { objects: 300, popularity: { zipf: 0.8 }, size: 1kB }
    freshness: { max-age: 2s, stale-if-error: 1s }
timeline:
  - { at: 6s, do: ramp, traffic: page, to: 0rps, over: 0s, name: end }
`;

const NODE_RULES = [
  'timeout: 60ms',
  'timeout: { after: 200ms, total: 300ms }',
  'retries: { max: 3, budget: none, backoff: none }',
  'retries: 2',
  'hedge: { after: 20ms, budget: 50% }',
  'hedge: 80%',
  'breaker: { calls: 10, open: 500ms, trials: 2 }',
  'bulkhead: 5',
  'health: { every: 300ms, timeout: 100ms }',
  'outliers: { failures: 2, eject: 500ms, most: 50% }',
];
const nameOf = (rule: string) => rule.slice(0, rule.indexOf(':'));
const isOfClients = (rule: string) => !['health', 'outliers'].includes(nameOf(rule));

/** A few rules, each kind once at the most. */
const rules = (from: readonly string[]) =>
  fc
    .uniqueArray(fc.constantFrom(...from), { selector: nameOf, maxLength: 5 })
    .map((chosen) => (chosen.length === 0 ? undefined : `{ ${chosen.join(', ')} }`));

const doors = fc.constantFrom(
  undefined,
  '{ concurrency: 6 }',
  '{ token-bucket: 60rps }',
  '{ aimd: { min: 2, initial: 4, late: 100ms } }',
  '{ gradient: { min: 2, initial: 4 } }',
);
const queues = fc.constantFrom(
  undefined,
  'codel',
  'adaptive-lifo',
  '{ queue-limit: 4 }',
  '{ priority: { order: [page], most: 3 } }',
);

const faults = fc.array(
  fc.record({
    at: fc.integer({ min: 500, max: 5500 }),
    what: fc.constantFrom(
      'do: crash, node: lb/0',
      'do: crash, node: edge/1',
      'do: crash, node: "edge/*"',
      'do: crash, node: mid',
      'do: crash, node: origin/2',
      'do: crash, node: paris',
      'do: drain, node: origin/0',
      'do: degrade, between: [edge, mid], latency: 80ms',
      'do: cut, between: [paris, tokyo]',
      'do: partition, nodes: mid',
    ),
    forMs: fc.integer({ min: 50, max: 3000 }),
  }),
  { maxLength: 5 },
);

/** The world of a scenario after its end. */
function settled(text: string, set: readonly string[]) {
  const { scenario, problems } = read(text, { file: 'chain.yaml', set });
  expect(problems).toEqual([]);
  const { world } = build(scenario!, 0);
  world.simulator.run(60_000);
  checkConservation(world);
  return world;
}

describe('requests', () => {
  it('are conserved under any faults and rules, and all end once the load has', {
    timeout: 120_000,
  }, () => {
    const { offered } = settled(CHAIN, []).contents[0]!.ledger;
    fc.assert(
      fc.property(
        fc.record({
          clients: rules(NODE_RULES.filter(isOfClients)),
          lb: rules(NODE_RULES),
          edge: rules(NODE_RULES),
          mid: rules(NODE_RULES),
          door: doors,
          edgeDoor: doors,
          queue: queues,
          slice: fc.constantFrom(undefined, '4096B'),
          transport: fc.constantFrom('open', 'tls-1.3', 'http-2'),
          faults,
        }),
        (given) => {
          const lines = given.faults.map(({ at, what, forMs }, index) => {
            return `  - { at: ${at}ms, ${what}, for: ${forMs}ms, name: fault ${index} }\n`;
          });
          const set = Object.entries({
            'traffic.page.resilience': given.clients,
            'traffic.page.transport': given.transport,
            'nodes.lb.resilience': given.lb,
            'nodes.edge.resilience': given.edge,
            'nodes.mid.resilience': given.mid,
            'nodes.origin.admit': given.door,
            'nodes.edge.admit': given.edgeDoor,
            'nodes.origin.shed': given.queue,
            'nodes.edge.slice': given.slice,
          }).flatMap(([path, value]) => (value === undefined ? [] : [`${path}=${value}`]));
          const world = settled(CHAIN + lines.join(''), set);
          // Nothing is under way any more: no request, and no attempt that somebody has given up.
          expect(world.calls.open).toBe(0);
          // Common random numbers: whatever happens, the same people want the same.
          expect(world.contents[0]!.ledger.offered).toBe(offered);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('that are lost, counted twice or released twice are our mistake, and said to be', () => {
    const { scenario } = read(CHAIN, { file: 'chain.yaml' });
    const started = () => {
      const { world } = build(scenario!, 0);
      world.simulator.run(2000);
      checkConservation(world);
      return world;
    };
    const lost = started();
    lost.contents[0]!.ledger.answered -= 1;
    expect(() => checkConservation(lost)).toThrow(/requests of page: .* were offered/);
    const twice = started();
    const call = twice.calls.make(0, 1, 0, 0, 0);
    twice.calls.release(call);
    twice.calls.release(call);
    expect(() => checkConservation(twice)).toThrow('has been released twice');
    const unknown = started();
    unknown.calls.open += 1;
    expect(() => checkConservation(unknown)).toThrow('are counted');
  });
});
