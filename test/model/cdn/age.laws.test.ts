import { describe, expect, it } from 'vitest';
import type { Random } from '../../../sim/engine/random.ts';
import { Streams } from '../../../sim/engine/streams.ts';
import { read } from '../../../sim/index.ts';
import type { World } from '../../../sim/model/node/world.ts';
import { build } from '../../../sim/scenario/build.ts';

/** A chain of caches as chance has it, and what bounds the age of its answers. */
interface Chain {
  readonly text: string;
  /** Lifetime, ms; undefined where it is a tenth of the time since the last change. */
  readonly lifetimeMs: number | undefined;
  /** How long after it a copy may be served at the most, ms. */
  readonly windowMs: number;
  /** From the origin to the client, ms. */
  readonly wayMs: number;
}

const HEURISTIC_SHARE = 0.1;

/** Delays, lifetimes, faults and purges are drawn; links have no bandwidth and no jitter. */
function chainOf(random: Random): Chain {
  const ms = (most: number) => random.below(most + 1);
  const is = (chance: number) => random.uniform() < chance;
  const tiers = Array.from({ length: 1 + random.below(4) }, (_, tier) => `tier${tier}`);
  const capacity = () => (is(0.3) ? '2kB' : '1MB');
  const nodes = tiers.map((name, at) => {
    const parent = tiers[at + 1] ?? 'origin';
    const extras = `${is(0.2) ? ', prefetch: next' : ''}${is(0.2) ? ', collapse: false' : ''}`;
    const count = 1 + random.below(2);
    return `  ${name}: { kind: cache, count: ${count}, capacity: ${capacity()}, parent: ${parent}${extras} }`;
  });
  const hops = ['people', ...tiers, 'origin'];
  const latencies = tiers.map(() => ms(60)).concat(is(0.5) ? 0 : ms(60));
  const links = latencies.map(
    (each, at) => `  ${hops[at]} -> ${hops[at + 1]}: { latency: ${each}ms }`,
  );
  const [lifetimeMs, staleMs, errorMs] = [
    50 + ms(1500),
    is(0.5) ? ms(800) : 0,
    is(0.5) ? ms(800) : 0,
  ];
  const isGuessed = is(0.25);
  const freshness = [
    isGuessed
      ? 'heuristic: 10%'
      : is(0.5)
        ? `max-age: ${lifetimeMs}ms`
        : `max-age: 1h, s-maxage: ${lifetimeMs}ms`,
    `changes: ${isGuessed ? 20_000 : 500}ms`,
    `stale-while-revalidate: ${staleMs}ms`,
    `stale-if-error: ${errorMs}ms`,
  ];
  const failing = [...tiers.slice(1), 'origin'];
  const crash = `{ at: ${ms(6000)}ms, do: crash, node: ${failing[random.below(failing.length)]}/0, for: 1s }`;
  const purge = `{ at: ${ms(6000)}ms, do: purge, nodes: "*", keys: /page/${random.below(5)}, soft: ${is(0.7)} }`;
  const text = `version: 1
title: a chain
run: { seed: ${random.uint32()}, duration: 8s }
places: [paris]
nodes:
  people: { kind: clients, access: none }
${nodes.join('\n')}
  origin: { kind: origin, service: ${ms(50)}ms }
links:
${links.join('\n')}
traffic:
  page:
    kind: web
    from: people
    to: tier0
    transport: open
    arrivals: { poisson: 100rps }
    catalog: { objects: 5, popularity: { zipf: 1 }, size: 1kB }
    freshness: { ${freshness.join(', ')} }
timeline: [${crash}, ${purge}]
`;
  const wayMs = latencies.reduce((sum, each) => sum + each, 0);
  const windowMs = Math.max(staleMs, errorMs);
  return { text, lifetimeMs: isGuessed ? undefined : lifetimeMs, windowMs, wayMs };
}

/** When the origin answered for each object, as it happens: what caches say of it must be among these. */
function originAnswers({ calls, exchange, nodes, simulator }: World): Set<string> {
  const times = new Set<string>();
  const reply = exchange.reply.bind(exchange);
  exchange.reply = (call, ...answer) => {
    if (nodes[calls.callee[call]!]!.group === 'origin') {
      times.add(`${calls.object[call]} at ${simulator.nowMs}`);
    }
    reply(call, ...answer);
  };
  return times;
}

/** @returns age and bound of each answer, ms. */
function answersOf(chain: Chain): { ageMs: number; boundMs: number }[] {
  const { scenario, problems } = read(chain.text, { file: 'chain.yaml' });
  expect(problems).toEqual([]);
  const { world } = build(scenario!, 0);
  const { calls, simulator } = world;
  const content = world.contents[0]!;
  const generated = originAnswers(world);
  const answered = content.answered.bind(content);
  const answers: { ageMs: number; boundMs: number }[] = [];
  content.answered = (call) => {
    if (calls.failed[call] === 0) {
      const generatedAtMs = calls.generatedAtMs[call]!;
      expect(generated).toContain(`${calls.object[call]} at ${generatedAtMs}`);
      const guessedMs = HEURISTIC_SHARE * (generatedAtMs - calls.version[call]!);
      const lifetimeMs = chain.lifetimeMs ?? guessedMs;
      const boundMs = lifetimeMs + chain.windowMs + chain.wayMs;
      answers.push({ ageMs: simulator.nowMs - generatedAtMs, boundMs });
    }
    answered(call);
  };
  simulator.run(8000);
  return answers;
}

const CHAINS = 60;

describe('the age of an answer', () => {
  // RFC 9111 §4.2.3: age counts from the origin's answer or confirmation, through all caches on the way;
  // §4.2 and RFC 5861 §3, §4: a copy is served while that is below its lifetime and stale window. What the
  // answer takes to the client comes on top, and nothing else, however many tiers there are.
  it('is no more than lifetime, stale window and way, whatever the chain of caches', () => {
    const random = new Streams('age', 0).stream('chains');
    let closest = 0;
    for (let chain = 0; chain < CHAINS; chain += 1) {
      const drawn = chainOf(random);
      const answers = answersOf(drawn);
      expect(answers.length).toBeGreaterThan(50);
      for (const { ageMs, boundMs } of answers) {
        expect(ageMs, drawn.text).toBeLessThanOrEqual(boundMs);
        closest = Math.max(closest, ageMs / boundMs);
      }
    }
    // Nor is the bound idle talk: some answers are as good as that old.
    expect(closest).toBeGreaterThan(0.98);
  });
});

describe('the lifetime of a copy that comes from the tier behind', () => {
  // Asked for once a second from 1 s on, with max-age 3 s: a shield that fetched at 1 s has copies for
  // 1 s to 3 s; an edge that is emptied at 3.5 s gets at 4 s a new one, because at 4 s that is 3 s old. Emptied
  // at 2.5 s it gets at 3 s one that is 2 s old, and asks again at 4 s, not at 6 s.
  it('began at the origin and not on arrival', () => {
    const text = (emptiedAt: string) => `version: 1
title: two tiers
run: { seed: 1, duration: 5500ms }
places: [paris]
nodes:
  people: { kind: clients, access: none }
  edge: { kind: cache, capacity: 1MB, parent: shield }
  shield: { kind: cache, capacity: 1MB, parent: origin }
  origin: { kind: origin, service: 0ms }
links:
  people -> edge: { latency: 0ms }
  edge -> shield: { latency: 0ms }
  shield -> origin: { latency: 0ms }
traffic:
  page:
    kind: web
    from: people
    to: edge
    transport: open
    arrivals: { steady: 1rps }
    catalog: { objects: 1, popularity: uniform, size: 1kB }
    freshness: { max-age: 3s }
timeline: [{ at: ${emptiedAt}, do: purge, nodes: edge }]
`;
    const agesOf = (emptiedAt: string) =>
      answersOf({ text: text(emptiedAt), lifetimeMs: 3000, windowMs: 0, wayMs: 0 }).map(
        ({ ageMs }) => ageMs,
      );
    const expected = [0, 1000, 2000, 0, 1000, 2000, 0, 1000];
    expect(agesOf('2500ms')).toEqual(expected);
    expect(agesOf('3500ms')).toEqual(expected);
  });
});
