/**
 * Reads assertions such as `p99(latency{during="shield crash"}) < 400ms`:
 *
 *     assertion = question operator value
 *     question  = function "(" selection ")" | selection
 *     selection = metric [ "{" label "=" word { "," label "=" word } "}" ]
 *     operator  = "<" | "<=" | ">" | ">=" | "=="
 */
import { type Rates, ratesOf } from '../model/cost/money.ts';
import {
  BIT_RATE,
  BYTES,
  COUNT,
  DURATION,
  ENERGY,
  MASS,
  MONEY,
  parseQuantity,
  RATE,
  RATIO,
} from '../part/units.ts';
import type { Metric } from '../result/metric.ts';
import { findMetric, METRICS } from '../result/metrics.ts';
import {
  type Comparison,
  DURING,
  FUNCTIONS,
  percentileShare,
  type Query,
  type QueryFunction,
  unitOf,
} from '../result/query.ts';
import type { Labels, Unit } from '../result/result.ts';
import type { Claim } from '../result/verdict.ts';
import { type AssertionProblem, AssertionText, Misfit, type Token } from './assertion-text.ts';

export type { AssertionProblem } from './assertion-text.ts';

/** `line` and `column` are where its text begins in the scenario file. */
export type Assertion = Claim;

/** A label with its value, and where the value stands in the text. */
export interface Selected {
  readonly label: string;
  readonly value: string;
  readonly at: number;
  readonly length: number;
}

export type ParsedAssertion =
  | { readonly assertion: Assertion; readonly selected: readonly Selected[] }
  | AssertionProblem;

/**
 * @param place where the text begins in its file
 * @param rates for limits in another currency than USD
 */
export function parseAssertion(
  text: string,
  place = { line: 1, column: 1 },
  rates = ratesOf(),
): ParsedAssertion {
  try {
    const scan = new AssertionText(text);
    const { query, selected } = readQuestion(scan);
    const op = readOperator(scan);
    const unit = unitOf(query);
    const limit = readLimit(scan, unit, rates);
    scan.end();
    return { assertion: { text: text.trim(), query, op, limit, unit, ...place }, selected };
  } catch (thrown) {
    if (thrown instanceof Misfit) return thrown.problem;
    throw thrown;
  }
}

/**
 * Values of labels that the scenario does not have.
 *
 * @param known by label, the names there are; labels without an entry are not checked
 */
export function unknownValues(
  selected: readonly Selected[],
  known: Readonly<Record<string, readonly string[]>>,
): AssertionProblem[] {
  return selected.flatMap(({ label, value, at, length }) => {
    const names = known[label];
    if (names === undefined || names.includes(value)) return [];
    const none = 'no such label, for the scenario has no names for it';
    const expected = names.length > 0 ? `one of ${names.join(', ')}` : none;
    const message = `${label}=${JSON.stringify(value)}: expected ${expected}`;
    return [{ message, at, length, known: names }];
  });
}

/** What is asked of a Result: `p99(latency{traffic=images})`. */
export interface Question {
  readonly query: Query;
  readonly selected: readonly Selected[];
}

const METRIC_NAMES = METRICS.map((metric) => metric.name);
const FUNCTION_NAMES = ['p50', 'p99.9', ...new Set(Object.values(FUNCTIONS).flat())];

export function readQuestion(scan: AssertionText): Question {
  const first = scan.name('a function or a metric, as in p99(latency)');
  if (!scan.accepts('(')) return readSelection(scan, first, undefined);
  checkFunction(first);
  const question = readSelection(scan, scan.name('a metric, as in p99(latency)'), first);
  scan.expects(')', '")"');
  return question;
}

function readSelection(scan: AssertionText, name: Token, fn: Token | undefined): Question {
  const metric = findMetric(name.text);
  if (metric === undefined) {
    const expected = 'a metric such as latency, hit_ratio or errors';
    throw misfit(
      name,
      `unknown metric ${JSON.stringify(name.text)}: expected ${expected}`,
      METRIC_NAMES,
    );
  }
  checkKind(metric, name, fn);
  const selected = scan.accepts('{') ? readLabels(scan, metric) : [];
  const labels: Labels = Object.fromEntries(selected.map(({ label, value }) => [label, value]));
  const query = { fn: (fn?.text ?? 'value') as QueryFunction, metric: metric.name, labels };
  return { query, selected };
}

function checkFunction(fn: Token): void {
  if (percentileShare(fn.text) !== undefined || FUNCTION_NAMES.includes(fn.text)) return;
  const expected = /^p\d/.test(fn.text) ? 'a percentile of p0 to p100' : FUNCTION_NAMES.join(', ');
  const message = `unknown function ${JSON.stringify(fn.text)}: expected ${expected}`;
  throw misfit(fn, message, FUNCTION_NAMES);
}

/** Whether the function makes sense for such a metric. */
function checkKind(metric: Metric, name: Token, fn: Token | undefined): void {
  const allowed: readonly string[] = FUNCTIONS[metric.kind];
  const asked = fn?.text ?? 'value';
  if (allowed.includes(asked)) return;
  if (metric.kind === 'histogram' && percentileShare(asked) !== undefined) return;
  if (fn === undefined) {
    const message = `${name.text} has many values: expected a function of it`;
    throw misfit(name, message, undefined, `write e.g. p99(${name.text})`);
  }
  const expected: Record<Metric['kind'], string> = {
    histogram: `a percentile such as p99, ${allowed.join(', ')}`,
    counter: `total, rate, or ${name.text} alone for its mean over replications`,
    level: `${name.text} alone for its mean over time`,
    ratio: `${name.text} alone`,
  };
  const message = `${fn.text} of the ${metric.kind} ${name.text}: expected ${expected[metric.kind]}`;
  throw misfit(fn, message);
}

function readLabels(scan: AssertionText, metric: Metric): Selected[] {
  const selected: Selected[] = [];
  const allowed = [...metric.labels, DURING];
  do {
    const label = scan.name(`a label: ${allowed.join(', ')}`);
    if (!allowed.includes(label.text)) {
      const found = `unknown label ${JSON.stringify(label.text)} of ${metric.name}`;
      throw misfit(label, `${found}: expected ${allowed.join(', ')}`, allowed);
    }
    if (selected.some((other) => other.label === label.text)) {
      throw misfit(label, `${label.text} a second time: expected each label once`);
    }
    scan.expects('=', '"=" and a value');
    const { text, at, length } = scan.word('a value, in quotes if it has spaces');
    selected.push({ label: label.text, value: text, at, length });
  } while (scan.accepts(','));
  scan.expects('}', '"," or "}"');
  return selected;
}

function readOperator(scan: AssertionText): Comparison {
  return scan.piece(/[<>]=?|==/y, '< <= > >= or ==').text as Comparison;
}

const QUANTITIES = {
  ms: DURATION,
  bytes: BYTES,
  ratio: RATIO,
  count: COUNT,
  'per second': RATE,
  'bits per second': BIT_RATE,
  USD: MONEY,
  kWh: ENERGY,
  gCO2e: MASS,
} as const satisfies Record<Unit, unknown>;

/** A number, and what stands right behind it or after one space as its unit. */
const QUANTITY = /[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?:\s*[^\s\d]\S*)?/iy;

function readLimit(scan: AssertionText, unit: Unit, rates: Rates): number {
  const quantity = QUANTITIES[unit];
  const token = scan.piece(QUANTITY, `${quantity.noun} such as ${quantity.examples}`);
  const parsed = parseQuantity(token.text, quantity);
  if ('value' in parsed) {
    const perUsd = token.text.endsWith('CNY') ? rates.CNY : 1;
    if (Number.isFinite(parsed.value)) return parsed.value / perUsd;
    throw misfit(token, `${token.text}: expected a finite number`);
  }
  throw misfit(token, parsed.message, undefined, hintFor(token.text, unit) ?? parsed.hint);
}

/** What a number without a unit was most likely meant to be. */
function hintFor(text: string, unit: Unit): string | undefined {
  const value = Number(text);
  if (Number.isNaN(value)) return undefined;
  if (unit === 'ms') return `write e.g. ${text}ms`;
  if (unit !== 'ratio') return undefined;
  return `write e.g. ${value <= 1 ? Number((value * 100).toPrecision(12)) : text}%`;
}

function misfit(token: Token, message: string, known?: readonly string[], hint?: string): Misfit {
  return new Misfit({
    message,
    at: token.at,
    length: token.text.length,
    ...(known && { known }),
    ...(hint !== undefined && { hint }),
  });
}
