/** What changes in a scenario, as `--set` has it, when real servers are to do it, or to be compared with. */
import type { Scenario } from '../scenario/scenario.ts';
import { softwareOf } from './servers/index.ts';

const cachesOf = ({ nodes }: Scenario) => nodes.filter(({ kind }) => kind.name === 'cache');

/** Has a server stand for the caches that devices meet first: those that are nobody's parent. */
export function edgeChanges(scenario: Scenario, software: string): string[] {
  const caches = cachesOf(scenario);
  const parents = new Set(caches.map(({ kind }) => kind.params.parent));
  const edges = caches.filter(({ name }) => !parents.has(name));
  return edges.map(({ name }) => `nodes.${name}.live=${software}`);
}

/** Gives caches of the model the clocks of the servers that stand for them. */
export function clockChanges(scenario: Scenario): string[] {
  return cachesOf(scenario).flatMap(({ name, kind }) => {
    const { clock = {} } = softwareOf(kind.params.live as string) ?? {};
    return Object.entries(clock).map(([param, value]) => `nodes.${name}.${param}=${value}`);
  });
}
