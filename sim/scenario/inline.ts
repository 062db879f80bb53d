/** Reads entries that are a part in themselves: `edge: { kind: cache, count: 4, capacity: 4GiB }`. */
import { z } from 'zod';
import { type Choice, choose } from '../part/choice.ts';
import { quote } from '../part/issue.ts';
import type { Part, Registry } from '../part/part.ts';
import { type Reference, traitsOf } from '../part/reference.ts';
import type { Findings } from './findings.ts';
import { nearest } from './nearest.ts';
import { CODE, type Path } from './problem.ts';

type Raw = Readonly<Record<string, unknown>>;

/** How entries of one section are written. */
export interface InlineForm<Made, Context, Common extends z.ZodRawShape> {
  readonly registry: Registry<Made, Context>;
  /** The key that names the part: `kind` or `do`. */
  readonly discriminator: string;
  /** Keys that every entry has, whatever its part. */
  readonly common: Common;
}

/** What could be made of an entry; whatever is undefined has been reported. */
export interface InlineEntry<Made, Context, Common> {
  readonly part: Part<Made, Context> | undefined;
  readonly choice: Choice<Made, Context> | undefined;
  /** The common keys that are right. */
  readonly common: Partial<Common>;
  readonly references: readonly Reference[];
}

export const isMap = (raw: unknown): raw is Raw =>
  raw !== null && typeof raw === 'object' && !Array.isArray(raw);

export function readInline<Made, Context, Common extends z.ZodRawShape>(
  findings: Findings,
  form: InlineForm<Made, Context, Common>,
  path: Path,
  raw: unknown,
): InlineEntry<Made, Context, z.output<z.ZodObject<Common>>> | undefined {
  if (!isMap(raw)) {
    const hint = `write e.g. { ${form.discriminator}: ${form.registry.names[0]}, … }`;
    findings.wrongType(path, raw, 'a map', { hint });
    return undefined;
  }
  const part = findPart(findings, form, path, raw);
  const own = part?.params.shape ?? {};
  const schema = schemaOf(form, part);
  const all: Raw | undefined = findings.parse(schema, raw, path);
  const common = all ?? validOnly(form.common, raw);
  const params = all === undefined ? validOnly(own, raw) : pick(all, Object.keys(own));
  const choice = part === undefined || all === undefined ? undefined : choose(part, params);
  const references = part === undefined ? [] : referencesOf(part, params, choice !== undefined);
  return { part, choice, common: common as Partial<z.output<z.ZodObject<Common>>>, references };
}

/** zod compiles a schema when it is first used, which takes longer than to use it. */
const schemas = new WeakMap<object, z.ZodObject>();

/** All keys of an entry: those of every entry, and those of its part. */
function schemaOf<Made, Context>(
  { common, discriminator }: InlineForm<Made, Context, z.ZodRawShape>,
  part: Part<Made, Context> | undefined,
): z.ZodObject {
  const known = schemas.get(part ?? common);
  if (known !== undefined) return known;
  const shape = { ...common, ...part?.params.shape, [discriminator]: z.unknown().optional() };
  // Without a part nobody knows which other keys are right.
  const schema = part === undefined ? z.object(shape) : z.strictObject(shape);
  schemas.set(part ?? common, schema);
  return schema;
}

function findPart<Made, Context>(
  findings: Findings,
  { registry, discriminator, common }: InlineForm<Made, Context, z.ZodRawShape>,
  path: Path,
  raw: Raw,
): Part<Made, Context> | undefined {
  const { kind, names } = registry;
  const at = [...path, discriminator];
  const name = raw[discriminator];
  if (typeof name === 'string') {
    const part = registry.find(name);
    if (part !== undefined) return part;
    const message = `unknown ${kind} ${quote(name)}: expected a known one`;
    findings.add(CODE.unknownName, at, message, { meant: { word: name, known: names } });
  } else if (name !== undefined) {
    findings.wrongType(at, name, `one of ${names.join(', ')}`);
  } else {
    const hint = Object.keys(raw).length === 0 ? undefined : typoOf(discriminator, raw, common);
    findings.add(CODE.missing, at, `missing: expected one of ${names.join(', ')}`, {
      target: 'key',
      hint,
    });
  }
  return undefined;
}

/** A key that nobody knows may be the discriminator, mistyped. */
function typoOf(discriminator: string, raw: Raw, common: z.ZodRawShape): string | undefined {
  const strange = Object.keys(raw).filter((key) => !Object.hasOwn(common, key));
  const near = strange.find((key) => nearest(key, [discriminator]) !== undefined);
  return near === undefined ? undefined : `did you mean ${quote(discriminator)} by ${quote(near)}?`;
}

function pick(from: Raw, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.map((key) => [key, from[key]]));
}

/** What is right of a map in which something is wrong, so that the rest can be checked all the same. */
function validOnly(shape: z.ZodRawShape, raw: Raw): Record<string, unknown> {
  const valid = Object.entries(shape).flatMap(([key, schema]) => {
    const parsed = z.safeParse(schema, raw[key]);
    return parsed.success ? [[key, parsed.data] as const] : [];
  });
  return Object.fromEntries(valid);
}

function referencesOf(part: object, params: Raw, isWhole: boolean): readonly Reference[] {
  try {
    const references = traitsOf({ part }).references?.(params) ?? [];
    return references.filter(({ name }) => typeof name === 'string');
  } catch (error) {
    // A part may take for granted what is missing, which has been reported.
    if (isWhole) throw error;
    return [];
  }
}
