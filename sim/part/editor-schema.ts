/** JSON Schema for editors, written from the same zod schemas that check a scenario. */
import { z } from 'zod';

/** The part of JSON Schema (2020-12) that we write. */
export type EditorSchema = {
  [keyword: string]: unknown;
  properties?: Record<string, EditorSchema>;
};

const written = new WeakMap<z.core.$ZodType, () => EditorSchema>();

/** Says how editors see a schema that JSON Schema cannot express by itself (a transform). */
export function describeInEditors<Schema extends z.ZodType>(
  schema: Schema,
  write: () => EditorSchema,
): Schema {
  written.set(schema, write);
  return schema;
}

/** `describe` and `meta` make a copy that has the original as its parent. */
function writerOf(schema: z.core.$ZodType): (() => EditorSchema) | undefined {
  const { parent } = schema._zod;
  return written.get(schema) ?? (parent && writerOf(parent));
}

/** @returns what a user may write (the input side), draft 2020-12. */
export function editorSchema(schema: z.ZodType): EditorSchema {
  const { $schema: _, ...described } = z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-2020-12',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      Object.assign(jsonSchema, writerOf(zodSchema)?.());
    },
  });
  return described as EditorSchema;
}
