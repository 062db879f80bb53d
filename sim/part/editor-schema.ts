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

/** @returns what a user may write (the input side), draft 2020-12. */
export function editorSchema(schema: z.ZodType): EditorSchema {
  return z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-2020-12',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const write = written.get(zodSchema);
      if (write !== undefined) Object.assign(jsonSchema, write());
      delete jsonSchema.$schema;
    },
  }) as EditorSchema;
}
