/** Reads `traffic`: who asks whom for what. */
import { type Traits, traitsOf } from '../part/reference.ts';
import { trafficParams } from './grammar.ts';
import { isMap, readInline } from './inline.ts';
import type { Names } from './names.ts';
import { CODE, type Path } from './problem.ts';
import { checkName, checkPresent, entriesOf, type Reading } from './reading.ts';
import type { TrafficEntry } from './scenario.ts';

export function readTraffic(reading: Reading, names: Names): TrafficEntry[] {
  checkPresent(reading, 'traffic', 'at least one kind of traffic');
  return entriesOf(reading, 'traffic').flatMap(([name, raw]) => {
    checkName(reading, ['traffic', name], name);
    return readEntry(reading, names, name, raw) ?? [];
  });
}

function readEntry(
  { kinds, findings }: Reading,
  names: Names,
  name: string,
  raw: unknown,
): TrafficEntry | undefined {
  const path = ['traffic', name];
  const form = { registry: kinds.traffic, discriminator: 'kind', common: trafficParams };
  const entry = readInline(findings, form, path, raw);
  if (entry === undefined) return undefined;
  const { part, choice, common, references } = entry;
  const { from, to } = common;
  if (from !== undefined) names.checkGroup([...path, 'from'], from, 'clients');
  const groups = typeof to === 'object' ? Object.keys(to) : to === undefined ? [] : [to];
  const needs = part && traitsOf({ part }).needs;
  const shares = typeof to === 'object' ? to : undefined;
  for (const group of groups) {
    const at = shares === undefined ? [...path, 'to'] : [...path, 'to', group];
    names.checkGroup(at, group, needs);
  }
  if (shares !== undefined && (needs !== 'http' || groups.length === 0)) {
    const expected = needs === 'http' ? 'at least one group' : `one group, since this is no http`;
    findings.add(
      CODE.unfit,
      [...path, 'to'],
      `a map of ${groups.length} groups: expected ${expected}`,
    );
    return undefined;
  }
  names.check(path, references);
  if (part !== undefined) checkPairs(findings, path, raw, traitsOf({ part }));
  if (choice === undefined || from === undefined || to === undefined) return undefined;
  return { name, from, to: groups[0]!, shares, kind: choice };
}

/** What is given and would change nothing, since what it is about is not there; and what does not go together. */
function checkPairs(
  findings: Reading['findings'],
  path: Path,
  raw: unknown,
  { excludes = {}, reliesOn = {} }: Pick<Traits<never>, 'excludes' | 'reliesOn'>,
): void {
  const at = (param: string) => [...path, ...keyOf(param).split('.')];
  for (const [param, other] of Object.entries(reliesOn)) {
    if (!isGiven(raw, param) || isGiven(raw, other)) continue;
    const message = `means nothing without ${other}: expected ${other}, too`;
    findings.add(CODE.idle, at(param), message, { target: 'key' });
  }
  for (const [param, other] of Object.entries(excludes)) {
    if (!isGiven(raw, param) || !isGiven(raw, other)) continue;
    const message = `does not go with ${other}: expected one of the two`;
    findings.add(CODE.together, at(param), message, { target: 'key' });
  }
}

/** The parameter of `order: causal`. */
const keyOf = (param: string): string => param.split(': ')[0]!;

/** @param param dots lead into maps; what stands behind a colon is the value that is meant. */
function isGiven(raw: unknown, param: string): boolean {
  const [keys, value] = param.split(': ');
  let at = raw;
  for (const key of keys!.split('.')) at = isMap(at) ? at[key] : undefined;
  return value === undefined ? at !== undefined && at !== null : String(at) === value;
}
