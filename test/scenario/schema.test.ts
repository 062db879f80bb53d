import { describe, expect, it } from 'vitest';
import { scenarioSchema } from '../../sim/scenario/schema.ts';
import { smallKinds } from './small-kinds.ts';

type Json = { readonly [key: string]: Json } & { readonly [index: number]: Json };

const schema = scenarioSchema(smallKinds) as Json;

const branches = (section: string): Json[] => {
  const { additionalProperties, items } = schema.properties![section]!;
  return [...((additionalProperties ?? items)!.oneOf as unknown as Json[])];
};

describe('the JSON Schema of scenarios', () => {
  it('is named and dated by its version', () => {
    expect(schema.title).toBe('Twinwing scenario, version 1');
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(schema.properties?.version).toMatchObject({ const: 1 });
  });

  it('has one branch a part, told apart by its name', () => {
    expect(branches('nodes').map((branch) => branch.properties?.kind?.const)).toEqual(
      smallKinds.nodes.names,
    );
    expect(branches('timeline').map((branch) => branch.properties?.do?.const)).toEqual(
      smallKinds.actions.names,
    );
  });

  it('asks for what has no default, and for nothing else', () => {
    const [, cache] = branches('nodes');
    expect(cache?.required).toEqual(['kind', 'capacity', 'parent']);
    expect(cache?.additionalProperties).toBe(false);
  });

  it('says in every branch how a quantity is written', () => {
    const [, cache] = branches('nodes');
    const { pattern, patternErrorMessage } = cache!.properties!.capacity!;
    expect('4GiB').toMatch(new RegExp(String(pattern)));
    expect('4').not.toMatch(new RegExp(String(pattern)));
    expect(patternErrorMessage).toBe('write 300B, 17KiB, 5MB or 4GiB');
  });

  it('describes every key', () => {
    const undescribed: string[] = [];
    const visit = (node: unknown, path: string): void => {
      if (node === null || typeof node !== 'object') return;
      const { properties } = node as { properties?: Record<string, { description?: string }> };
      for (const [key, value] of Object.entries(properties ?? {})) {
        if (value.description === undefined) undescribed.push(`${path}.${key}`);
      }
      for (const [key, value] of Object.entries(node)) visit(value, `${path}.${key}`);
    };
    visit(schema, '');
    // `{ lru: {…} }` is described by its map.
    expect(
      undescribed.filter(
        (path) =>
          !/\.(policy|price|\$defs)\..*anyOf\.\d+\.[a-z0-9-]+$/.test(
            path.replaceAll('.properties', ''),
          ),
      ),
    ).toEqual([]);
  });
});
