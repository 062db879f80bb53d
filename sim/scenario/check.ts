/** Problems that only show when a world is built or a trace is read. */
import { checkConservation } from '../model/node/conservation.ts';
import { isNothing } from '../model/node/selection.ts';
import type { World } from '../model/node/world.ts';
import { traitsOf } from '../part/reference.ts';
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
    ...tooFewDevices(scenario),
    ...tooSmallCaches(scenario, world),
    ...unknownWarmth(scenario, world),
    ...conflicts(scenario, world),
    ...unknownTags(scenario, world),
  ];
  if (problems.length > 0) throw new ScenarioError(problems);
}

/** @throws ScenarioError for a scenario that real libraries are to speak, where nobody has them do so. */
export function checkModelled(scenario: Scenario): void {
  const { fidelity } = scenario.run;
  if (fidelity === 'model') {
    const problems = spokenOnly(scenario);
    if (problems.length > 0) throw new ScenarioError(problems);
    return;
  }
  const message = `${fidelity}: expected model: only twinwing run and twinwing live have real ones`;
  throw new ScenarioError([scenario.source.problem('TW1317', ['run', 'fidelity'], message)]);
}

/** What happens to connections that are not there when they are modelled. */
function spokenOnly({ timeline, source }: Scenario): Problem[] {
  return timeline.flatMap(({ action }, index) => {
    if (traitsOf(action).onlySpoken !== true) return [];
    const message = `${action.name}: expected run.fidelity to be protocol, or live without --compare: the model has no bytes that it could act on`;
    return [source.problem('TW1321', ['timeline', index, 'do'], message)];
  });
}

/**
 * @throws ScenarioError for what only a trace could tell.
 * @throws Error when requests were lost or counted twice: our bug.
 */
export function checkEnd(scenario: Scenario, world: World): void {
  checkConservation(world);
  for (const audit of world.audits) audit.finish();
  const problems = tooSmallCaches(scenario, world);
  if (problems.length > 0) throw new ScenarioError(problems);
}

/** A cache that can hold none of the objects is a mistake, not a topology. */
function tooSmallCaches(scenario: Scenario, world: World): Problem[] {
  const smallest = Math.min(...world.contents.map(({ smallestBytes }) => smallestBytes));
  if (smallest === Number.POSITIVE_INFINITY) return [];
  return scenario.nodes.flatMap(({ name }) => {
    const id = world.groups.get(name)?.[0];
    const capacityBytes = id === undefined ? undefined : world.nodes[id]!.capacityBytes;
    if (capacityBytes === undefined || capacityBytes >= smallest) return [];
    const message = `${capacityBytes} bytes hold no object: the smallest has ${smallest} bytes`;
    return [scenario.source.problem('TW1310', ['nodes', name, 'capacity'], message)];
  });
}

/** Which objects are popular is known of catalogs; of a log only once it has been read. */
function unknownWarmth(scenario: Scenario, world: World): Problem[] {
  return scenario.nodes.flatMap(({ name }) => {
    const id = world.groups.get(name)?.[0];
    const warmOf = id === undefined ? undefined : world.nodes[id]!.warmOf;
    if (warmOf === undefined) return [];
    const content = world.contents.find(({ traffic }) => traffic === warmOf);
    if (content !== undefined && content.smallestBytes < Number.POSITIVE_INFINITY) return [];
    const message = `${warmOf} has no catalog: expected traffic that has one, such as kind: web`;
    return [scenario.source.problem('TW1314', ['nodes', name, 'warm', 'of'], message)];
  });
}

/** A purge that means no object is a slip of the pen. */
function unknownTags(scenario: Scenario, world: World): Problem[] {
  return scenario.timeline.flatMap(({ action }, index) => {
    const references = traitsOf(action).references?.(action.params) ?? [];
    return references.flatMap(({ to, name, param }) => {
      if (to !== 'tag') return [];
      if (world.contents.some((content) => !isNothing(content.tagged(name)))) return [];
      const message = `no object carries the tag ${name}: expected one of a catalog’s tags`;
      return [scenario.source.problem('TW1315', ['timeline', index, param], message)];
    });
  });
}

function conflicts(scenario: Scenario, world: World): Problem[] {
  return scenario.nodes.flatMap(({ name }) => {
    const id = world.groups.get(name)?.[0];
    const conflict = id === undefined ? undefined : world.nodes[id]!.conflict;
    if (conflict === undefined) return [];
    const path = ['nodes', name, conflict.param];
    return [scenario.source.problem('TW1316', path, conflict.message)];
  });
}

function endlessTraffic(scenario: Scenario, world: World): Problem[] {
  if (scenario.run.durationMs < Number.POSITIVE_INFINITY) return [];
  const replayed = scenario.traffic.every(({ kind }) => traitsOf(kind).endsByItself === true);
  if (replayed && world.contents.length > 0) return [];
  const message = 'missing: expected a duration such as 10m, since not all traffic ends by itself';
  return [scenario.source.problem('TW1311', ['run'], message)];
}

/** Nobody can write to somebody else when there is only one. */
function tooFewDevices(scenario: Scenario): Problem[] {
  return scenario.traffic.flatMap(({ name, from, kind }) => {
    const group = scenario.nodes.find((node) => node.name === from)!;
    const least = traitsOf(kind).leastDevices ?? 1;
    const devices = group.count * group.at.length;
    if (devices >= least) return [];
    const message = `${from} has ${devices} devices: expected at least ${least} for ${kind.name}`;
    return [scenario.source.problem('TW1312', ['traffic', name, 'from'], message)];
  });
}
