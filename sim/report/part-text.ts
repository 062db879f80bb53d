/** What `explain` prints: parts, metrics, problem codes. */
import type { Metric } from '../result/metric.ts';
import { FUNCTIONS } from '../result/query.ts';
import { inColumns } from './columns.ts';
import { partExample, usesOf } from './part-example.ts';
import type { KindFacts, ParamFacts, PartFacts } from './part-facts.ts';
import type { Style } from './style.ts';

const indent = (text: string): string => text.replace(/^/gm, '  ');

function section(heading: string, body: string, { dim }: Style): string {
  return body === '' ? '' : `${dim(heading)}\n${indent(body)}`;
}

const join = (sections: readonly string[]): string =>
  `${sections.filter((one) => one !== '').join('\n\n')}\n`;

const preset = ({ isRequired, fallback }: ParamFacts): string =>
  fallback === undefined ? (isRequired ? 'required' : 'optional') : `default ${fallback}`;

function paramLines(params: readonly ParamFacts[]): string {
  const rows = params.map((param) => [param.name, preset(param), param.description]);
  const aligned = inColumns(rows, ['left', 'left', 'left']);
  const writing = params.map(({ form }) => `    ${form}`);
  return aligned.flatMap((line, at) => [line, writing[at]!]).join('\n');
}

/** One part of one kind. */
export function partText(
  part: PartFacts,
  kind: KindFacts,
  kinds: readonly KindFacts[],
  style: Style,
): string {
  const uses = usesOf(kind, kinds).map(({ param, part: user }) => `${param.name} of ${user.name}`);
  return join([
    `${style.bold(part.name)} (${kind.kind}): ${part.summary}`,
    section('parameters', paramLines(part.params), style),
    section('used as', uses.join('\n'), style),
    section('example', partExample(part, kind, kinds), style),
    section('source', part.source, style),
  ]);
}

const UNIT_WORDS: Readonly<Record<Metric['unit'], string>> = {
  ms: 'a duration, as in 20ms',
  bytes: 'a size, as in 4GiB',
  ratio: 'a share, as in 85%',
  count: 'a count, as in 200k',
  'per second': 'a rate, as in 3rps',
  USD: 'US dollars',
  kWh: 'kilowatt-hours',
  gCO2e: 'grams of CO2 equivalent',
  'bits per second': 'a bit rate, as in 50Mbps',
};

/** What an assertion on the metric looks like. */
function assertionExample({ name, kind, unit, labels }: Metric): string {
  const value = /as in (\S+)/.exec(UNIT_WORDS[unit])![1]!;
  const selected = labels[0] === undefined ? name : `${name}{${labels[0]}=NAME}`;
  const query = kind === 'histogram' ? `p99(${selected})` : selected;
  return `assert:\n  - ${query} < ${value} # or <=, >, >=, ==`;
}

export function metricText(metric: Metric, style: Style): string {
  const functions = FUNCTIONS[metric.kind];
  const asked = metric.kind === 'histogram' ? ['p50', 'p99', 'p99.9', ...functions] : functions;
  return join([
    `${style.bold(metric.name)} (${metric.kind}): ${metric.title} · ${metric.titleZh}`,
    section('unit', UNIT_WORDS[metric.unit], style),
    section('functions', asked.join(', '), style),
    section('labels', [...metric.labels, 'during'].join(', '), style),
    section('example', assertionExample(metric), style),
  ]);
}

/** What is known of a problem code. */
export interface ProblemFacts {
  readonly title: string;
  readonly explanation: string;
  readonly wrong: string;
  readonly right: string;
}

export function problemText(code: string, problem: ProblemFacts, style: Style): string {
  return join([
    `${style.bold(code)}: ${problem.title}`,
    problem.explanation,
    section('wrong', problem.wrong, style),
    section('right', problem.right, style),
  ]);
}

/** All that can be explained, for somebody who does not know what to ask for. */
export function topicsText(
  kinds: readonly KindFacts[],
  metrics: readonly Metric[],
  codes: readonly string[],
  style: Style,
): string {
  const parts = kinds.map(({ kind, parts }) =>
    section(kind, parts.map(({ name }) => name).join('\n'), style),
  );
  return join([
    ...parts,
    section('metric', metrics.map(({ name }) => name).join('\n'), style),
    section('problem', codes.join('\n'), style),
  ]);
}
