/** `twinwing price`: what a run that is there costs by other price lists. */
import type { Argv } from 'yargs';
import { type Result, reprice } from '../../index.ts';
import { resultJson } from '../../report/json.ts';
import { priceSummary } from '../../report/terminal.ts';
import { type Command, UsageError } from '../command.ts';
import { EXIT, type ExitCode, worst } from '../exit.ts';
import type { Host } from '../host.ts';
import { type Outputs, writeOutputs } from '../outputs.ts';
import { nodesOf } from '../price-lists.ts';
import { commandLine } from '../shell.ts';
import { readResult } from '../stored-result.ts';

interface PriceArgs extends Outputs {
  readonly result: string;
  readonly list?: readonly string[];
  readonly currency?: string;
  readonly rate?: string;
  readonly month?: string;
  readonly carbon?: string;
  readonly json?: boolean;
}

const declare = (yargs: Argv): Argv =>
  yargs
    .positional('result', { describe: 'what run --out has written', type: 'string' })
    .option('list', {
      describe: 'price lists to compare: bunny,fastly or origin=s3; may be repeated',
      type: 'string',
      array: true,
      nargs: 1,
      demandOption: 'expected --list with one price list or more',
    })
    .option('currency', { describe: 'in which sums are shown', type: 'string', nargs: 1 })
    .option('rate', { describe: 'CNY for one USD', type: 'string', nargs: 1 })
    .option('month', {
      describe: 'for how long bills are; default: 730h',
      type: 'string',
      nargs: 1,
    })
    .option('carbon', { describe: 'per-gb or server-power', type: 'string', nargs: 1 })
    .option('json', { describe: 'print the priced result as JSON', type: 'boolean' })
    .option('report', { describe: 'write an HTML report', type: 'string', nargs: 1 })
    .option('out', { describe: 'write the priced result to a file', type: 'string', nargs: 1 })
    .example('$0 price out.json --list cloudfront,bunny,fastly', 'what delivery costs')
    .example('$0 price out.json --list baidu --list origin=qiniu --currency CNY', 'and storage');

function sectionOf(result: Result, args: PriceArgs): Record<string, unknown> {
  const { list = [], currency, rate, month, carbon } = args;
  return {
    nodes: nodesOf(result, list),
    ...(currency !== undefined && { currency }),
    ...(rate !== undefined && { rate }),
    ...(month !== undefined && { month }),
    ...(carbon !== undefined && { carbon }),
  };
}

async function run(args: PriceArgs, host: Host): Promise<ExitCode> {
  const stored = readResult(args.result);
  const { result, problems } = reprice(stored, sectionOf(stored, args));
  if (result === undefined) throw new UsageError(problems.join('\n'));
  if (args.json) host.out(resultJson([result], 1));
  else {
    const lists = (args.list ?? []).flatMap((list) => ['--list', list]);
    const replay = commandLine(['twinwing', 'price', args.result, ...lists]);
    const { outStyle: style, width } = host;
    host.out(priceSummary(result, { style, width, file: result.scenario.file, replay }));
  }
  const written = await writeOutputs([result], 1, args, host);
  const failed = result.verdicts.some(({ outcome }) => outcome === 'fail');
  return worst([failed ? EXIT.failed : EXIT.ok, written]);
}

export const command: Command<PriceArgs> = { declare, run };
