import { describe, expect, it } from 'vitest';
import type { EditorSchema } from '../../sim/part/editor-schema.ts';
import { withDefinitions } from '../../sim/scenario/shared-schemas.ts';

const choice = (extra: string) => ({
  anyOf: Array.from({ length: 20 }, (_, at) => ({ const: `${extra}${at}` })),
});

/** Puts definitions back where they are referred to. */
function inPlace(schema: EditorSchema): unknown {
  const { $defs, ...rest } = schema as { $defs?: Record<string, object> };
  const visit = (tree: unknown): unknown => {
    if (tree === null || typeof tree !== 'object') return tree;
    if (Array.isArray(tree)) return tree.map(visit);
    const { $ref, ...others } = tree as { $ref?: string };
    const referred = $ref === undefined ? {} : $defs![$ref.split('/').at(-1)!];
    return Object.fromEntries(
      Object.entries({ ...others, ...referred }).map(([key, child]) => [key, visit(child)]),
    );
  };
  return visit(rest);
}

describe('definitions of a schema', () => {
  const inner = choice('b');
  const outer = { anyOf: [...choice('a').anyOf, { properties: { inner: choice('b') } }] };
  const schema: EditorSchema = {
    properties: {
      one: { description: 'first', ...outer },
      two: { description: 'second', ...structuredClone(outer) },
      three: inner,
      four: { anyOf: [{ const: 1 }] },
      five: { anyOf: [{ const: 1 }] },
    },
  };

  it('hold what is large and stands twice, and what is in it', () => {
    const shared = withDefinitions(schema) as { $defs: object; properties: Record<string, object> };
    expect(Object.keys(shared.$defs)).toHaveLength(2);
    expect(shared.properties.one).toEqual({ description: 'first', $ref: '#/$defs/choice-1' });
    expect(shared.properties.two).toEqual({ description: 'second', $ref: '#/$defs/choice-1' });
    expect(shared.properties.five).toEqual({ anyOf: [{ const: 1 }] });
  });

  it('mean the same as before', () => {
    expect(inPlace(withDefinitions(schema))).toEqual(schema);
  });
});
