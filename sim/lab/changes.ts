/** What is written differently in two scenarios. */
import type { Change } from '../result/comparison.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { ListTree, Tree } from '../scenario/tree.ts';

/** Paths that do not change what happens, or that a comparison makes the same. */
const WITHOUT_EFFECT = new Set(['version', 'title', 'assert', 'run.seed', 'run.replications']);

/** In the order of A, then what only B has. Documents are compared after `extends` and `--set`. */
export const changesBetween = (a: Scenario, b: Scenario): Change[] =>
  walk(a.source.tree, b.source.tree, []);

function walk(a: Tree | undefined, b: Tree | undefined, path: readonly string[]): Change[] {
  const name = path.join('.');
  if (WITHOUT_EFFECT.has(name)) return [];
  const children = a && b && pairedChildren(a, b);
  if (children !== undefined) {
    return children.flatMap(([key, left, right]) => walk(left, right, [...path, key]));
  }
  if (a?.kind === 'list' && b?.kind === 'list') return unlikeItems(a, b, name);
  const before = a && flowText(a);
  const after = b && flowText(b);
  if (before === after) return [];
  return [
    {
      path: name,
      ...(before !== undefined && { a: before }),
      ...(after !== undefined && { b: after }),
    },
  ];
}

type Child = readonly [key: string, a: Tree | undefined, b: Tree | undefined];

/** @returns the children of two maps, or of two lists as long; undefined for what has none. */
function pairedChildren(a: Tree, b: Tree): Child[] | undefined {
  if (a.kind === 'map' && b.kind === 'map') {
    const keys = new Set([...a.entries.keys(), ...b.entries.keys()]);
    return [...keys].map((key) => [key, a.entries.get(key)?.value, b.entries.get(key)?.value]);
  }
  if (a.kind !== 'list' || b.kind !== 'list' || a.items.length !== b.items.length) return undefined;
  return a.items.map((item, at) => [String(at), item, b.items[at]]);
}

/** Of lists of two lengths nobody can say which items belong together; equal ones do. */
function unlikeItems(a: ListTree, b: ListTree, name: string): Change[] {
  const before = a.items.map(flowText);
  const after = b.items.map(flowText);
  return [
    ...before.flatMap((text, at) =>
      after.includes(text) ? [] : { path: `${name}.${at}`, a: text },
    ),
    ...after.flatMap((text, at) =>
      before.includes(text) ? [] : { path: `${name}.${at}`, b: text },
    ),
  ];
}

/** On one line, as YAML writes it between braces. */
function flowText(tree: Tree): string {
  if (tree.kind === 'scalar') return tree.value === null ? 'null' : tree.text;
  if (tree.kind === 'list') return `[${tree.items.map(flowText).join(', ')}]`;
  const entries = [...tree.entries].map(([key, { value }]) => `${key}: ${flowText(value)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}
