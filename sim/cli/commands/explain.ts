/** `twinwing explain`: what a name in a scenario, a figure or a problem code means. */
import type { Argv } from 'yargs';
import { findMetric, METRICS, PROBLEM_CODES } from '../../index.ts';
import type { KindFacts } from '../../report/part-facts.ts';
import { metricText, partText, problemText, topicsText } from '../../report/part-text.ts';
import type { Style } from '../../report/style.ts';
import { nearest } from '../../scenario/nearest.ts';
import { kindFacts } from '../catalogue.ts';
import type { Command } from '../command.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import type { Host } from '../host.ts';

const declare = (yargs: Argv): Argv =>
  yargs
    .positional('name', { describe: 'without it, all that can be explained', type: 'string' })
    .example('$0 explain s3-fifo', 'a part')
    .example('$0 explain hit_ratio', 'a metric')
    .example('$0 explain TW1203', 'a problem');

/** A name may belong to parts of several kinds: `uniform` is two. */
function explanations(name: string, kinds: readonly KindFacts[], style: Style): string[] {
  const parts = kinds.flatMap((kind) =>
    kind.parts
      .filter((part) => part.name === name)
      .map((part) => partText(part, kind, kinds, style)),
  );
  const metric = findMetric(name);
  const code = name.toUpperCase();
  const problem = Object.hasOwn(PROBLEM_CODES, code) ? PROBLEM_CODES[code] : undefined;
  return [
    ...parts,
    ...(metric === undefined ? [] : [metricText(metric, style)]),
    ...(problem === undefined ? [] : [problemText(code, problem, style)]),
  ];
}

function allNames(kinds: readonly KindFacts[]): string[] {
  const parts = kinds.flatMap(({ parts }) => parts.map(({ name }) => name));
  return [...parts, ...METRICS.map(({ name }) => name), ...Object.keys(PROBLEM_CODES)];
}

function run({ name }: { readonly name?: string }, host: Host): ExitCode {
  const kinds = kindFacts();
  if (name === undefined) {
    host.out(topicsText(kinds, METRICS, Object.keys(PROBLEM_CODES), host.outStyle));
    return EXIT.ok;
  }
  const found = explanations(name, kinds, host.outStyle);
  if (found.length > 0) {
    host.out(found.join('\n'));
    return EXIT.ok;
  }
  const near = nearest(name, allNames(kinds));
  const hint = near === undefined ? 'twinwing explain lists all names' : `did you mean ${near}?`;
  host.err(`${name}: nothing has this name: ${hint}\n`);
  return EXIT.usage;
}

export const command: Command<{ readonly name?: string }> = { declare, run };
