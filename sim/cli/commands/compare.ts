/** `twinwing compare`: two scenarios on the same customers, and how far apart they are. */
import type { Argv } from 'yargs';
import {
  changesBetween,
  compareResults,
  onSameCustomers,
  pairingProblems,
  type ResultComparison,
  type Scenario,
} from '../../index.ts';
import { comparisonText } from '../../report/compare.ts';
import { type Command, UsageError } from '../command.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import type { Host } from '../host.ts';
import { onInterrupt } from '../interrupt.ts';
import { describeProblems, load, prepare, refusal, type Source } from '../load.ts';
import { setOption } from '../options.ts';
import { drive } from '../run-one.ts';
import { commandLine } from '../shell.ts';

interface CompareArgs {
  readonly a: string;
  readonly b?: string;
  readonly seed?: string;
  readonly replications?: string;
  readonly set?: readonly string[];
  readonly 'set-b'?: readonly string[];
  readonly json?: boolean;
}

const declare = (yargs: Argv): Argv =>
  yargs
    .positional('a', { describe: 'scenario file; - is standard input', type: 'string' })
    .positional('b', { describe: 'the other one; the same file without it', type: 'string' })
    .option('set', { ...setOption, describe: 'change one entry of both: path=value' })
    .option('set-b', { ...setOption, describe: 'change one entry of B only: path=value' })
    .option('seed', { describe: "seed for both, instead of A's", type: 'string', nargs: 1 })
    .option('replications', {
      describe: "replications for both, instead of A's; two or more give intervals",
      type: 'string',
      nargs: 1,
    })
    .option('json', { describe: 'print the comparison as JSON', type: 'boolean' })
    .example('$0 compare lru.yaml sieve.yaml --replications 10', 'which of two is better')
    .example('$0 compare shop.yaml --set-b nodes.edge.policy=lru', 'one file, one entry changed');

const WHOLE_NUMBER = /^[1-9]\d{0,3}$/;

function replicationsOf({ replications }: CompareArgs): number | undefined {
  if (replications === undefined) return undefined;
  if (WHOLE_NUMBER.test(replications)) return Number(replications);
  throw new UsageError(`--replications: ${replications}: expected a whole number from 1 to 9999`);
}

function checkUsage({ a, b, 'set-b': setB = [] }: CompareArgs): void {
  if (b === undefined && setB.length === 0) {
    throw new UsageError(
      'one scenario: expected a second one, or --set-b path=value to change the first',
    );
  }
  if (a === '-' && (b ?? a) === '-') {
    throw new UsageError('-: given twice: expected standard input to be read once');
  }
}

/** @returns both sources; those with problems have no scenario. */
function loadBoth(args: CompareArgs): [Source, Source] {
  const { a, b = a, seed, set = [], 'set-b': setB = [] } = args;
  return [load(a, { seed, set }), load(b, { seed, set: [...set, ...setB] })];
}

/** The two sources as they will run, or nothing after all problems were printed. */
function paired(sources: readonly [Source, Source], replications: number | undefined, host: Host) {
  const [a, b] = sources;
  const refused = sources.filter(({ scenario }) => scenario === undefined);
  if (a.scenario !== undefined && b.scenario !== undefined) {
    const problems = pairingProblems(a.scenario, b.scenario);
    if (problems.length === 0) return onSameCustomers(a.scenario, b.scenario, replications);
    refused.push({ ...b, problems });
  }
  host.err(describeProblems(refused, host.errStyle));
  return undefined;
}

/** Runs both, one after the other. */
async function runBoth(sources: readonly Source[], scenarios: readonly Scenario[], host: Host) {
  const prepared = sources.map((source, at) => prepare({ ...source, scenario: scenarios[at] }));
  const refused = prepared.flatMap((one) => ('refused' in one ? [one.refused] : []));
  const runs = prepared.flatMap((one) => ('run' in one ? [one.run] : []));
  const interrupt = onInterrupt(() => host.err('stopping; once more to abort\n'));
  try {
    for (const [at, run] of refused.length > 0 ? [] : runs.entries()) {
      const source = sources[at]!;
      try {
        await drive(run, source.file, { signal: interrupt.signal }, host);
      } catch (error) {
        refused.push(refusal(source, error));
      }
    }
  } finally {
    interrupt.release();
  }
  if (refused.length === 0) return runs.map((run) => run.result());
  host.err(describeProblems(refused, host.errStyle));
  return undefined;
}

/** The command that gives the same comparison again. */
function replayCommand({ a: { seed } }: ResultComparison, args: CompareArgs): string {
  const { a, b, replications, set = [], 'set-b': setB = [] } = args;
  const words = ['twinwing', 'compare', a, ...(b === undefined ? [] : [b])];
  const changes = set.flatMap((change) => ['--set', change]);
  const changesOfB = setB.flatMap((change) => ['--set-b', change]);
  const often = replications === undefined ? [] : ['--replications', replications];
  return commandLine([...words, '--seed', seed, ...often, ...changes, ...changesOfB]);
}

async function run(args: CompareArgs, host: Host): Promise<ExitCode> {
  checkUsage(args);
  const replications = replicationsOf(args);
  const sources = loadBoth(args);
  const scenarios = paired(sources, replications, host);
  if (scenarios === undefined) return EXIT.usage;
  const results = await runBoth(sources, scenarios, host);
  if (results === undefined) return EXIT.usage;
  const comparison = compareResults(results[0]!, results[1]!, changesBetween(...scenarios));
  if (args.json) host.out(`${JSON.stringify(comparison)}\n`);
  else {
    const replay = replayCommand(comparison, args);
    const files = [args.a, args.b ?? args.a] as const;
    const { outStyle: style, width } = host;
    host.out(comparisonText(comparison, { style, width, files, replay }));
  }
  return comparison.complete ? EXIT.ok : EXIT.interrupted;
}

export const command: Command<CompareArgs> = { declare, run };
