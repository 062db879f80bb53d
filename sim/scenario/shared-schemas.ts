/**
 * Writes alternatives that a schema repeats once, under `$defs`: wherever a scenario may name a part, the
 * schema has all parts of that kind with all their parameters, and those may name others.
 */
import type { EditorSchema } from '../part/editor-schema.ts';

/** Shorter ones are easier to read in place. In nodes of the tree. */
const SMALLEST = 20;

/** What is equal has one number. */
class Numbered {
  readonly #numbers = new Map<string, number>();
  readonly #known = new WeakMap<object, number>();
  readonly #sizes: number[] = [];
  readonly #times: number[] = [];

  /** Numbers a tree and all that is in it. */
  number(tree: unknown): number {
    const isLeaf = tree === null || typeof tree !== 'object';
    const children = isLeaf
      ? []
      : Object.entries(tree).map(([key, child]) => [key, this.number(child)] as const);
    const text = isLeaf ? JSON.stringify(tree) : JSON.stringify([Array.isArray(tree), children]);
    const found = this.#numbers.get(text) ?? this.#numbers.size;
    this.#numbers.set(text, found);
    this.#times[found] = (this.#times[found] ?? 0) + 1;
    this.#sizes[found] = children.reduce((sum, [, child]) => sum + this.#sizes[child]!, 1);
    if (!isLeaf) this.#known.set(tree, found);
    return found;
  }

  /** @returns the number of what is large and occurs more than once; undefined for all else. */
  repeated(tree: object): number | undefined {
    const found = this.#known.get(tree)!;
    return this.#times[found]! > 1 && this.#sizes[found]! >= SMALLEST ? found : undefined;
  }
}

/** @returns the same schema, in which equal alternatives stand once. */
export function withDefinitions(schema: EditorSchema): EditorSchema {
  const numbered = new Numbered();
  numbered.number(schema);
  const names = new Map<number, string>();
  const definitions: Record<string, unknown> = {};
  const written = (tree: unknown): unknown => {
    if (tree === null || typeof tree !== 'object') return tree;
    if (Array.isArray(tree)) return tree.map(written);
    return Object.fromEntries(
      Object.entries(tree).map(([key, child]) =>
        key === 'anyOf' ? choice(child) : [key, written(child)],
      ),
    );
  };
  const choice = (alternatives: object): [string, unknown] => {
    const number = numbered.repeated(alternatives);
    if (number === undefined) return ['anyOf', written(alternatives)];
    let name = names.get(number);
    if (name === undefined) {
      name = `choice-${names.size + 1}`;
      names.set(number, name);
      definitions[name] = { anyOf: written(alternatives) };
    }
    return ['$ref', `#/$defs/${name}`];
  };
  const all = written(schema) as EditorSchema;
  return names.size === 0 ? all : { ...all, $defs: definitions };
}
