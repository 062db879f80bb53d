/** Reads `assert`: what a run has to show. */
import type { Rates } from '../model/cost/money.ts';
import {
  type Assertion,
  type AssertionProblem,
  parseAssertion,
  unknownValues,
} from './assertion.ts';
import { CODE, type Path } from './problem.ts';
import { itemsOf, type Reading } from './reading.ts';

/**
 * @param known by label, the values there are; labels without an entry are not checked.
 * @param rates for limits in other currencies; default: those that are assumed.
 */
export function readAssertions(
  reading: Reading,
  known: Readonly<Record<string, readonly string[]>>,
  rates?: Rates,
): Assertion[] {
  return itemsOf(reading, 'assert').flatMap((raw, index) => {
    const path = ['assert', index];
    if (typeof raw === 'string')
      return readAssertion(reading, path, { text: raw, rates }, known) ?? [];
    // `- p99(latency): 200ms` is a map to YAML.
    const hint = 'write e.g. p99(latency) < 200ms, in quotes if it has ": " in it';
    reading.findings.wrongType(path, raw, 'an assertion', { hint });
    return [];
  });
}

function readAssertion(
  { findings }: Reading,
  path: Path,
  { text, rates }: { readonly text: string; readonly rates: Rates | undefined },
  known: Readonly<Record<string, readonly string[]>>,
): Assertion | undefined {
  const { line, column } = findings.source.locateWithin(path, 0, text.length);
  const parsed = parseAssertion(text, { line, column }, rates);
  if ('message' in parsed) {
    findings.within(CODE.assertion, path, text, parsed);
    return undefined;
  }
  const unknown: AssertionProblem[] = unknownValues(parsed.selected, known);
  for (const problem of unknown) findings.within(CODE.label, path, text, problem);
  return parsed.assertion;
}
