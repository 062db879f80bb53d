/** What a part says of itself, as plain data: for `explain` and for docs/parts.md. */

/** The parts of JSON Schema that describe parameters. */
export interface ParamSchema {
  readonly type?: unknown;
  readonly description?: unknown;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: unknown;
  readonly anyOf?: unknown;
  readonly items?: unknown;
  readonly patternErrorMessage?: unknown;
  readonly properties?: Readonly<Record<string, ParamSchema>>;
  readonly required?: unknown;
}

export interface PartFacts {
  readonly name: string;
  readonly summary: string;
  readonly source: string;
  /** The parameter that a scalar stands for. */
  readonly main?: string;
  /** What the group that it talks to must serve: `http`, `chat`. */
  readonly needs?: string;
  readonly params: readonly ParamFacts[];
}

export interface KindFacts {
  readonly kind: string;
  readonly parts: readonly PartFacts[];
}

export interface ParamFacts {
  /** With dots where it stands inside another: `catalog.size`. */
  readonly name: string;
  /** What may be written: `20ms, 1.5s, 10m, 2h or 7d`, `true or false`. */
  readonly form: string;
  /** Names that may be written, of parts or of choices; empty when it is no question of names. */
  readonly names: readonly string[];
  readonly isRequired: boolean;
  readonly fallback?: string;
  readonly description: string;
}

/** A part as registries have it, its parameters already as JSON Schema. */
export interface DescribedPart {
  readonly name: string;
  readonly summary: string;
  readonly source: string;
  readonly main?: string;
  readonly needs?: string;
  readonly schema: ParamSchema;
}

const alternatives = ({ anyOf }: ParamSchema): readonly ParamSchema[] =>
  Array.isArray(anyOf) ? anyOf : [];

/** Every name that the schema accepts as it stands, at any depth of alternatives. */
function namesIn(schema: ParamSchema): string[] {
  if (Array.isArray(schema.enum)) return schema.enum.map(String);
  if (typeof schema.const === 'string') return [schema.const];
  return alternatives(schema).flatMap(namesIn);
}

/** How a quantity is written, from the words that editors show: `write 20ms or 1.5s`. */
function quantityForm(schema: ParamSchema): string | undefined {
  const { patternErrorMessage: words } = schema;
  if (typeof words === 'string') return words.replace(/^write /, '');
  for (const one of alternatives(schema)) {
    const form = quantityForm(one);
    if (form !== undefined) return form;
  }
  return undefined;
}

const PLAIN_FORMS: Readonly<Record<string, string>> = {
  boolean: 'true or false',
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  array: 'a list',
  object: 'a map',
};

function formOf(schema: ParamSchema): string {
  const names = namesIn(schema);
  const quantity = quantityForm(schema);
  if (quantity !== undefined && names.length === 0) return quantity;
  if (quantity !== undefined) return `${quantity}; or ${names.join(', ')}`;
  if (names.length > 0) return names.join(', ');
  if (typeof schema.type === 'string') return PLAIN_FORMS[schema.type] ?? schema.type;
  const forms = alternatives(schema).map(formOf);
  return forms.length > 0 ? [...new Set(forms)].join(' or ') : 'anything';
}

/** As one would write it in a scenario. */
function yamlOf(value: unknown): string {
  if (value === null || typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[${value.map(yamlOf).join(', ')}]`;
  const entries = Object.entries(value).map(([key, one]) => `${key}: ${yamlOf(one)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

function paramFacts(schema: ParamSchema, prefix: string): ParamFacts[] {
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(schema.properties ?? {}).flatMap(([key, param]) => {
    const name = prefix + key;
    const preset = param.default === undefined ? undefined : yamlOf(param.default);
    const own: ParamFacts = {
      name,
      form: formOf(param),
      names: namesIn(param),
      isRequired: required.includes(key) && preset === undefined,
      description: typeof param.description === 'string' ? param.description : '',
      // An empty map only says that what is in it has defaults of its own.
      ...(preset === undefined || preset === '{}' ? {} : { fallback: preset }),
    };
    return [own, ...paramFacts(param, `${name}.`)];
  });
}

export function partFacts(part: DescribedPart): PartFacts {
  const { schema, name, summary, source, main, needs } = part;
  return {
    name,
    summary,
    source,
    params: paramFacts(schema, ''),
    ...(main === undefined ? {} : { main }),
    ...(needs === undefined ? {} : { needs }),
  };
}
