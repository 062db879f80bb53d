/** Reads a part where a scenario names one: `s3-fifo`, or `{ s3-fifo: { small: 20% } }`. */
import { z } from 'zod';
import { describeInEditors, type EditorSchema, editorSchema } from './editor-schema.ts';
import { found, ISSUE, type IssueParams, issue, quote } from './issue.ts';
import { keysAt } from './keys.ts';
import type { Part, Registry } from './part.ts';

/** A part with its parameters, ready to be made as often as a world needs it. */
export interface Choice<Made, Context = void> {
  readonly name: string;
  readonly part: Part<Made, Context>;
  /** The checked parameters, units resolved; for reports, not for models. */
  readonly params: Readonly<Record<string, unknown>>;
  make(context: Context): Made;
}

/** Splits `lru`, `{ lru: {} }` and `{ zipf: 0.9 }` into a name and raw parameters. */
function nameAndParams(raw: unknown): { name: string; given: unknown } | undefined {
  if (typeof raw === 'string') return { name: raw, given: {} };
  if (raw === null || typeof raw !== 'object' || Array.isArray(raw)) return undefined;
  const entries = Object.entries(raw);
  if (entries.length !== 1) return undefined;
  return { name: entries[0]![0], given: entries[0]![1] ?? {} };
}

/** `{ poisson: 800rps }` means `{ poisson: { rate: 800rps } }`. */
function withMain<Made, Context>(part: Part<Made, Context>, given: unknown): unknown {
  const isMap = given !== null && typeof given === 'object' && !Array.isArray(given);
  return isMap || part.main === undefined ? given : { [part.main]: given };
}

/**
 * A schema for one part of a registry.
 *
 * @param fallback taken when the key is absent; without it the key is required.
 */
export function choiceOf<Made, Context = void>(
  registry: Registry<Made, Context>,
  fallback?: string,
): z.ZodType<Choice<Made, Context>, unknown> {
  const read = z.transform((raw: unknown, context): Choice<Made, Context> => {
    const read = readChoice(registry, raw, (problem) => context.issues.push(problem));
    return read ?? z.NEVER;
  });
  const schema = describeInEditors(z.unknown().pipe(read), () => choiceSchema(registry));
  return fallback === undefined ? schema : schema.prefault(fallback);
}

/**
 * A schema for a map of parts, each with its parameters: `{ timeout: 1s, retries: { max: 2 } }`.
 */
export function choicesOf<Made>(
  registry: Registry<Made>,
): z.ZodType<readonly Choice<Made>[], unknown> {
  const read = z.transform((raw: unknown, context): readonly Choice<Made>[] => {
    if (raw === null || typeof raw !== 'object' || Array.isArray(raw)) {
      const hint = `known: ${registry.names.join(', ')}`;
      const message = `${found(raw)}: expected a map with a ${registry.kind} under each key`;
      context.issues.push(issue(raw, message, { code: ISSUE.choiceShape, hint }));
      return z.NEVER;
    }
    const push = (problem: Issue) => context.issues.push(problem);
    const made = Object.entries(raw).map(([name, given]) =>
      readChoice(registry, { [name]: given }, push),
    );
    return made.every((one) => one !== undefined) ? made : z.NEVER;
  });
  return describeInEditors(z.unknown().pipe(read), () => ({
    type: 'object',
    properties: Object.fromEntries(registry.parts.map((part) => [part.name, valueSchema(part)])),
    additionalProperties: false,
  }));
}

type Issue = Parameters<Parameters<typeof z.transform>[0]>[1]['issues'][number];

function readChoice<Made, Context>(
  registry: Registry<Made, Context>,
  raw: unknown,
  push: (problem: Issue) => void,
): Choice<Made, Context> | undefined {
  const { kind, names } = registry;
  const refuse = (message: string, params: Omit<IssueParams, 'hint'>): undefined => {
    push(issue(raw, message, { ...params, hint: `known: ${names.join(', ')}` }));
  };
  const split = nameAndParams(raw);
  if (split === undefined) {
    return refuse(`${foundShape(raw)}: expected the name of one ${kind}`, {
      code: ISSUE.choiceShape,
    });
  }
  const part = registry.find(split.name);
  if (part === undefined) {
    const message = `unknown ${kind} ${quote(split.name)}: expected a known one`;
    return refuse(message, { code: ISSUE.unknownName, known: names });
  }
  const given = withMain(part, split.given);
  const parsed = part.params.safeParse(given, { reportInput: true });
  if (parsed.success) return choose(part, parsed.data);
  const insideMain = given !== split.given;
  for (const problem of parsed.error.issues) {
    const path = insideMain ? problem.path.slice(1) : problem.path;
    const known = { known: keysAt(part.params, problem.path) };
    const params = problem.code === 'unrecognized_keys' ? { params: known } : {};
    push({ ...params, ...problem, path: [split.name, ...path] } as Issue);
  }
  return undefined;
}

/** A map with several keys looks right to people: say that it is their number. */
function foundShape(raw: unknown): string {
  const keys =
    raw !== null && typeof raw === 'object' && !Array.isArray(raw) ? Object.keys(raw) : [];
  return keys.length > 1 ? `a map of ${keys.length} keys` : found(raw);
}

/** A part with parameters that are already checked. */
export function choose<Made, Context>(
  part: Part<Made, Context>,
  params: Record<string, unknown>,
): Choice<Made, Context> {
  return { name: part.name, part, params, make: (context) => part.make(params as never, context) };
}

/** What may stand after a part's name: its parameters, or the main one alone. */
function valueSchema<Made, Context>(part: Part<Made, Context>): EditorSchema {
  const params = editorSchema(part.params);
  const main = part.main === undefined ? undefined : params.properties?.[part.main];
  return main === undefined ? params : { anyOf: [main, params] };
}

function choiceSchema<Made, Context>(registry: Registry<Made, Context>): EditorSchema {
  const maps = registry.parts.map((part) => {
    return {
      type: 'object',
      description: `${part.name}: ${part.summary}`,
      properties: { [part.name]: valueSchema(part) },
      required: [part.name],
      additionalProperties: false,
    };
  });
  const bare = registry.parts.map((part) => ({
    const: part.name,
    description: `${part.name}: ${part.summary}`,
  }));
  return { anyOf: [...bare, ...maps] };
}
