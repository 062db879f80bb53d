/** Reads `nodes`: groups of nodes, their kinds and where they stand. */
import type { Part } from '../part/part.ts';
import { type Reference, traitsOf } from '../part/reference.ts';
import { nodeParams } from './grammar.ts';
import { readInline } from './inline.ts';
import { CODE, type Path } from './problem.ts';
import type { Places } from './read-places.ts';
import { checkName, checkPresent, entriesOf, type Reading } from './reading.ts';
import type { NodeGroup } from './scenario.ts';

/** A group that the file names, right or wrong: enough to check what points at it. */
export interface Declared {
  readonly name: string;
  readonly path: Path;
  /** Undefined when the kind is wrong. */
  readonly part: Part<unknown, never> | undefined;
  /** Places, as indices; undefined when they are wrong. */
  readonly at: readonly number[] | undefined;
  /** Nodes in all places; clients are one a place. Undefined when it cannot be told. */
  readonly instances: number | undefined;
  readonly references: readonly Reference[];
  /** Undefined when something is wrong with it. */
  readonly group: NodeGroup | undefined;
}

const EACH = 'each';

export function readNodes(reading: Reading, places: Places): Declared[] {
  checkPresent(reading, 'nodes', 'at least one group of nodes');
  return entriesOf(reading, 'nodes').map(([name, raw]) => {
    const path = ['nodes', name];
    checkName(reading, path, name);
    return readGroup(reading, places, name, raw);
  });
}

function readGroup(reading: Reading, places: Places, name: string, raw: unknown): Declared {
  const path = ['nodes', name];
  const form = { registry: reading.kinds.nodes, discriminator: 'kind', common: nodeParams };
  const entry = readInline(reading.findings, form, path, raw);
  const { part, choice, references = [] } = entry ?? {};
  const { at: named, count, site } = entry?.common ?? {};
  const at = named === undefined ? undefined : indicesOf(reading, path, named, places);
  const isWhole = choice !== undefined && at !== undefined && count !== undefined;
  const isClients = part !== undefined && traitsOf({ part }).serves?.includes('clients') === true;
  if (isClients && site === 'radio') {
    const message = 'radio: expected metro: clients are at all radio sites of their place';
    reading.findings.add(CODE.unfit, [...path, 'site'], message);
  }
  const isAtSites = site === 'radio' && !isClients;
  const stands = at && (isAtSites ? sitesOf(at, places) : at.length);
  const instances = stands && count && stands * (isClients ? 1 : count);
  const group = isWhole ? { name, at, count, isAtSites, kind: choice } : undefined;
  return { name, path, part: part as Declared['part'], at, instances, references, group };
}

const sitesOf = (at: readonly number[], { places }: Places): number =>
  at.reduce((sum, place) => sum + (places[place]!.sites ?? 1), 0);

/** @returns indices of places, in the order of the scenario's places. */
function indicesOf(
  { findings }: Reading,
  path: Path,
  named: string | readonly string[],
  { places, areAll }: Places,
): number[] | undefined {
  if (named === EACH) return places.map((_, index) => index);
  const isList = typeof named !== 'string';
  const names = isList ? named : [named];
  const known = places.map(({ name }) => name);
  const found = new Set<number>();
  let isRight = names.length > 0;
  if (!isRight) findings.wrongType([...path, 'at'], named, 'each, one place or a list of places');
  for (const [item, name] of names.entries()) {
    const index = known.indexOf(name);
    if (index >= 0 && !found.has(index)) {
      found.add(index);
      continue;
    }
    isRight = false;
    const at = isList ? [...path, 'at', item] : [...path, 'at'];
    if (index >= 0) findings.add(CODE.repeated, at, `${name} a second time: expected it once`);
    else if (areAll) findings.dangling(at, name, 'a place of this scenario', known);
  }
  return isRight ? [...found].sort((one, other) => one - other) : undefined;
}
