/** Problems that only show when a world is built or a trace is read. */
import { CacheNode } from '../model/cdn/cache-node.ts';
import type { World } from '../model/node/world.ts';
import type { Problem } from './problem.ts';
import type { Scenario } from './scenario.ts';

/** A scenario that is written well and cannot be run all the same. */
export class ScenarioError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ message }) => message).join('; '));
    this.problems = problems;
  }
}

/** @throws ScenarioError for what can be known before the run. */
export function checkStart(scenario: Scenario, world: World): void {
  const problems = [
    ...endlessTraffic(scenario, world),
    ...lonelyChat(scenario),
    ...tooSmallCaches(scenario, world),
  ];
  if (problems.length > 0) throw new ScenarioError(problems);
}

/** @throws ScenarioError for what only a trace could tell. */
export function checkEnd(scenario: Scenario, world: World): void {
  const problems = tooSmallCaches(scenario, world);
  if (problems.length > 0) throw new ScenarioError(problems);
}

/** A cache that can hold none of the objects is a mistake, not a topology. */
function tooSmallCaches(scenario: Scenario, world: World): Problem[] {
  const smallest = Math.min(...world.contents.map(({ smallestBytes }) => smallestBytes));
  if (smallest === Number.POSITIVE_INFINITY) return [];
  return scenario.nodes.flatMap(({ name }) => {
    const id = world.groups.get(name)?.[0];
    const node = id === undefined ? undefined : world.nodes[id];
    if (!(node instanceof CacheNode) || node.capacityBytes >= smallest) return [];
    const message = `${node.capacityBytes} bytes hold no object: the smallest has ${smallest} bytes`;
    return [scenario.source.problem('TW1310', ['nodes', name, 'capacity'], message)];
  });
}

function endlessTraffic(scenario: Scenario, world: World): Problem[] {
  if (scenario.run.durationMs < Number.POSITIVE_INFINITY) return [];
  const replayed = scenario.traffic.every(({ kind }) => kind.name === 'trace');
  if (replayed && world.contents.length > 0) return [];
  const message = 'missing: expected a duration such as 10m, since not all traffic ends by itself';
  return [scenario.source.problem('TW1311', ['run'], message)];
}

/** Nobody can write to somebody else when there is only one. */
function lonelyChat(scenario: Scenario): Problem[] {
  return scenario.traffic.flatMap(({ name, from, kind }) => {
    const group = scenario.nodes.find((node) => node.name === from)!;
    const people = group.count * group.at.length;
    if (kind.name !== 'chat' || people > 1) return [];
    const message = `${from} has one person: expected at least two to chat`;
    return [scenario.source.problem('TW1312', ['traffic', name, 'from'], message)];
  });
}
