/** Reads the files that parts of a scenario name, such as traces of bandwidth. */
import type { Choice } from '../part/choice.ts';
import type { ResolveFile } from './extends.ts';
import type { Findings } from './findings.ts';
import { CODE, type Path } from './problem.ts';
import type { Declared } from './read-nodes.ts';
import type { TrafficEntry } from './scenario.ts';

type AnyChoice = Choice<unknown, unknown>;

const isChoice = (value: unknown): value is AnyChoice =>
  value !== null && typeof value === 'object' && 'part' in value && 'make' in value;

/** The parts that parameters name, each with the path of its own parameters. */
function choicesIn(path: Path, value: unknown): { path: Path; choice: AnyChoice }[] {
  if (value === null || typeof value !== 'object') return [];
  const own = isChoice(value);
  const at = own ? [...path, value.name] : path;
  const children = Object.entries(own ? value.params : value);
  const nested = children.flatMap(([key, child]) => choicesIn([...at, key], child));
  return own ? [{ path: at, choice: value }, ...nested] : nested;
}

/** @returns the texts by the names that the scenario has for them. */
export function readFiles(
  findings: Findings,
  declared: readonly Declared[],
  traffic: readonly TrafficEntry[],
  resolveFile: ResolveFile | undefined,
): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const groups = declared.flatMap(({ path, group }) =>
    group === undefined ? [] : choicesIn(path, group.kind.params),
  );
  const flows = traffic.flatMap(({ name, kind }) => choicesIn(['traffic', name], kind.params));
  for (const { path, choice } of [...groups, ...flows]) {
    for (const { param, name, wrong } of choice.part.files?.(choice.params as never) ?? []) {
      const text = texts.get(name) ?? textOf(findings, [...path, param], name, resolveFile);
      if (text === undefined) continue;
      texts.set(name, text);
      const problem = wrong(text);
      if (problem === undefined) continue;
      findings.add(CODE.unreadable, [...path, param], `${name}: ${problem}`);
    }
  }
  return texts;
}

function textOf(
  findings: Findings,
  path: Path,
  name: string,
  resolveFile: ResolveFile | undefined,
): string | undefined {
  if (resolveFile === undefined) {
    findings.add(CODE.unreadable, path, `${name}: expected no other files here`);
    return undefined;
  }
  try {
    return resolveFile(name, findings.source.file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    findings.add(CODE.unreadable, path, `${name}: cannot be read: ${reason}`);
    return undefined;
  }
}
