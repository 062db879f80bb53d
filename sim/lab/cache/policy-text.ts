/**
 * Policies as a command line names them: `lru`, or with parameters `clock:bits=2` and
 * `s3-fifo:small=20%:promote-after=1`, in a list apart by commas.
 */
import type { Choice } from '../../part/choice.ts';
import { choiceOf } from '../../part/choice.ts';
import type { Registry } from '../../part/part.ts';

export interface NamedPolicy<Made, Context> {
  /** As written. */
  readonly text: string;
  readonly name: string;
  /** As given, for reports and for workers, which read it again. */
  readonly given: Readonly<Record<string, unknown>>;
  readonly choice: Choice<Made, Context>;
}

/** @throws RangeError with all that is wrong with a policy or its parameters. */
export function parsePolicies<Made, Context>(
  list: string,
  registry: Registry<Made, Context>,
): NamedPolicy<Made, Context>[] {
  const texts = list.split(',').map((text) => text.trim());
  return texts.filter((text) => text !== '').map((text) => parsePolicy(text, registry));
}

function parsePolicy<Made, Context>(
  text: string,
  registry: Registry<Made, Context>,
): NamedPolicy<Made, Context> {
  const [name = '', ...settings] = text.split(':');
  const given: Record<string, unknown> = {};
  for (const setting of settings) {
    const equals = setting.indexOf('=');
    if (equals < 1) throw new RangeError(`${text}: ${setting}: expected a parameter as name=value`);
    given[setting.slice(0, equals)] = fromText(setting.slice(equals + 1));
  }
  return { text, name, given, choice: readPolicy(text, name, given, registry) };
}

/** Numbers and truth values are what YAML would make of them; all else has a unit and is text. */
function fromText(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** @throws RangeError as above. */
export function readPolicy<Made, Context>(
  text: string,
  name: string,
  given: Readonly<Record<string, unknown>>,
  registry: Registry<Made, Context>,
): Choice<Made, Context> {
  const read = choiceOf(registry).safeParse({ [name]: given });
  if (read.success) return read.data;
  const problems = read.error.issues.map(({ path, message }) => {
    return [...path.slice(1).map(String), message].join(': ');
  });
  const unknown = registry.find(name) === undefined ? `: known: ${registry.names.join(', ')}` : '';
  throw new RangeError(`${text}: ${problems.join('; ')}${unknown}`);
}
