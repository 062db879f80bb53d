/** The keys that a schema knows in the map at a path, for did-you-mean. */
import { z } from 'zod';

/** Takes off what wraps a schema: optional, default, prefault. */
function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  const { def } = schema._zod;
  if ('innerType' in def) return unwrap(def.innerType as z.core.$ZodType);
  return schema;
}

/** @returns no keys where the schema is not a map, or does not know its keys. */
export function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] {
  const inner = unwrap(schema);
  if (!(inner instanceof z.ZodObject)) return [];
  const [key, ...rest] = path;
  if (key === undefined) return Object.keys(inner.shape);
  const next = Object.hasOwn(inner.shape, key) ? inner.shape[key as string] : undefined;
  return next === undefined ? [] : keysAt(next, rest);
}
