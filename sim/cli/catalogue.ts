/** The registries as plain data, for pages and explanations. */
import { catalogue, editorSchema } from '../index.ts';
import { type KindFacts, partFacts } from '../report/part-facts.ts';

export const kindFacts = (): KindFacts[] =>
  catalogue.map(({ kind, parts }) => ({
    kind,
    parts: parts.map((part) => partFacts({ ...part, schema: editorSchema(part.params) })),
  }));
