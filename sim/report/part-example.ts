/** Examples of parts in a scenario, written from what the parts say of themselves. */
import type { KindFacts, ParamFacts, PartFacts } from './part-facts.ts';

/** Values that read better than the first that would be right. */
const TELLING: Readonly<Record<string, string>> = {
  backends: 'edge',
  capacity: '4GiB',
  file: 'access.log.gz',
  for: '90s',
  keys: '/img/*',
  node: 'edge/0',
  nodes: 'edge/*',
  objects: '200k',
  over: '30s',
  parent: 'origin',
  rate: '800rps',
  to: '4000rps',
  traffic: 'images',
};

/** Parameters that go with a lower one, and are above it. */
const UPPER: readonly string[] = ['max', 'p99'];

interface Use {
  readonly param: ParamFacts;
  readonly part: PartFacts;
}

const lastWord = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** Where parts of a kind are named: the parameters of other parts that accept all of its names. */
export function usesOf(kind: KindFacts, kinds: readonly KindFacts[]): Use[] {
  const names = kind.parts.map(({ name }) => name);
  const accepts = (param: ParamFacts) => names.every((name) => param.names.includes(name));
  return kinds.flatMap(({ parts }) =>
    parts.flatMap((part) => part.params.filter(accepts).map((param) => ({ param, part }))),
  );
}

/** Parameters that stand in `prefix` and in nothing deeper. */
const directly = (params: readonly ParamFacts[], prefix: string): ParamFacts[] =>
  params.filter(({ name }) => name.startsWith(prefix) && !name.slice(prefix.length).includes('.'));

function value(param: ParamFacts, params: readonly ParamFacts[], kinds: readonly KindFacts[]) {
  const known = TELLING[lastWord(param.name)];
  if (known !== undefined) return known;
  const inner = directly(params, `${param.name}.`);
  if (inner.length > 0) return map(required(inner), params, kinds);
  const first = param.names[0];
  const forms = param.form.split(/[,;]\s*| or /);
  const form = (UPPER.includes(lastWord(param.name)) ? forms[1] : undefined) ?? forms[0]!;
  if (first === undefined || form !== first) return form;
  const part = kinds.flatMap(({ parts }) => parts).find(({ name }) => name === first);
  return part === undefined ? first : bareOrMap(part, required(part.params), kinds);
}

const required = (params: readonly ParamFacts[]): ParamFacts[] =>
  params.filter(({ isRequired }) => isRequired);

function map(
  shown: readonly ParamFacts[],
  params: readonly ParamFacts[],
  kinds: readonly KindFacts[],
): string {
  const entries = shown.map(
    (param) => `${lastWord(param.name)}: ${param.fallback ?? value(param, params, kinds)}`,
  );
  return `{ ${entries.join(', ')} }`;
}

function bareOrMap(
  part: PartFacts,
  shown: readonly ParamFacts[],
  kinds: readonly KindFacts[],
): string {
  if (shown.length === 0) return part.name;
  const [only] = shown;
  if (shown.length === 1 && only!.name === part.main) {
    return `{ ${part.name}: ${only!.fallback ?? value(only!, part.params, kinds)} }`;
  }
  return `{ ${part.name}: ${map(shown, part.params, kinds)} }`;
}

/** A group that serves what traffic needs. */
const ANSWERS: Readonly<Record<string, string>> = { http: 'edge', chat: 'gateway', push: 'apns' };

/** Frames of the kinds that stand in a list of their own instead of in a parameter. */
const FRAMES: Readonly<Record<string, (part: PartFacts) => string>> = {
  'node kind': ({ name }) => `nodes:\n  one: { kind: ${name}`,
  'traffic kind': ({ name, needs }) =>
    `traffic:\n  some: { kind: ${name}, from: viewers, to: ${ANSWERS[needs ?? ''] ?? 'edge'}`,
  'timeline action': ({ name }) => `timeline:\n  - { at: 4m, do: ${name}`,
};

function inline(part: PartFacts, frame: string, kinds: readonly KindFacts[]): string {
  const entries = required(directly(part.params, '')).map(
    (param) => `, ${param.name}: ${value(param, part.params, kinds)}`,
  );
  return `${frame}${entries.join('')} }`;
}

/** @returns YAML: as short as it can be, and with its parameters when it has any to change. */
export function partExample(part: PartFacts, kind: KindFacts, kinds: readonly KindFacts[]): string {
  const frame = FRAMES[kind.kind];
  if (frame !== undefined) return inline(part, frame(part), kinds);
  const [use] = usesOf(kind, kinds);
  const key = use === undefined ? '' : `${lastWord(use.param.name)}: `;
  const forms = [
    bareOrMap(part, required(directly(part.params, '')), kinds),
    bareOrMap(part, directly(part.params, ''), kinds),
  ];
  return [...new Set(forms)].map((form) => `${key}${form}`).join('\n');
}
