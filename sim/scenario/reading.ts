/** What the readers of the sections share. */
import { quote } from '../part/issue.ts';
import type { Findings } from './findings.ts';
import { type Kinds, NAME } from './grammar.ts';
import { isMap } from './inline.ts';
import { CODE, type Path } from './problem.ts';

export interface Reading {
  readonly kinds: Kinds;
  readonly findings: Findings;
  /** The whole document as plain data. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** @returns the entries of a section that is a map; none when it is absent. */
export function entriesOf({ raw, findings }: Reading, section: string): [string, unknown][] {
  const value = raw[section] ?? {};
  if (isMap(value)) return Object.entries(value);
  findings.wrongType([section], value, 'a map');
  return [];
}

/** @returns the items of a section that is a list; none when it is absent. */
export function itemsOf({ raw, findings }: Reading, section: string): unknown[] {
  const value = raw[section] ?? [];
  if (Array.isArray(value)) return value;
  findings.wrongType([section], value, 'a list', { hint: 'write each item behind a dash' });
  return [];
}

/** A section without which there is nothing to simulate. */
export function checkPresent({ raw, findings }: Reading, section: string, expected: string): void {
  const value = raw[section];
  const isPresent = value !== undefined && value !== null;
  if (isPresent && (typeof value !== 'object' || Object.keys(value).length > 0)) return;
  const what = isPresent || value === null ? 'empty' : 'missing';
  findings.add(CODE.missing, [section], `${what}: expected ${expected}`, { target: 'key' });
}

export function checkName({ findings }: Reading, path: Path, name: string): void {
  if (NAME.test(name)) return;
  const expected = 'a name of letters, digits, - and _ that begins with a letter';
  findings.add(CODE.name, path, `${quote(name)}: expected ${expected}`, { target: 'key' });
}
