/** `twinwing run`: scenario files to verdicts, figures and reports. */
import type { Argv } from 'yargs';
import type { Run } from '../../index.ts';
import { resultJson } from '../../report/json.ts';
import { type CaptureArgs, captureOptions, captureWish, writeCaptures } from '../captures.ts';
import { type Command, UsageError } from '../command.ts';
import { EXIT, type ExitCode, worst } from '../exit.ts';
import type { Host } from '../host.ts';
import { onInterrupt } from '../interrupt.ts';
import { describeProblems, load, prepare, type Source } from '../load.ts';
import { filesPositional, setOption } from '../options.ts';
import { type Outputs, writeOutputs } from '../outputs.ts';
import { type Outcome, runOne } from '../run-one.ts';

interface RunArgs extends Outputs, CaptureArgs {
  readonly files: readonly string[];
  readonly seed?: string;
  readonly set?: readonly string[];
  readonly price?: readonly string[];
  readonly json?: boolean;
}

const declare = (yargs: Argv): Argv =>
  captureOptions(yargs)
    .positional('files', filesPositional)
    .option('seed', { describe: 'seed instead of the one in the file', type: 'string', nargs: 1 })
    .option('set', setOption)
    .option('price', {
      describe: 'price lists instead of those in the file: bunny,fastly or origin=s3',
      type: 'string',
      array: true,
      nargs: 1,
    })
    .option('json', { describe: 'print the result as JSON', type: 'boolean' })
    .option('report', { describe: 'write an HTML report', type: 'string', nargs: 1 })
    .option('out', { describe: 'write the result as JSON to a file', type: 'string', nargs: 1 })
    .option('quiet', { describe: 'print only what did not pass', type: 'boolean' })
    .example('$0 run shop.yaml --report out/shop.html', 'run it and write a report')
    .example('$0 run shop.yaml --json | jq .verdicts', 'use the result elsewhere');

function checkUsage({ files, report }: RunArgs): void {
  if (report !== undefined && files.length > 1) {
    throw new UsageError(`--report: ${files.length} scenarios: expected one for an HTML report`);
  }
  if (files.filter((file) => file === '-').length > 1) {
    throw new UsageError('-: given twice: expected standard input to be read once');
  }
}

/** @returns the runs, or nothing after all problems of all files were printed. */
function prepareAll(sources: readonly Source[], host: Host): (Run | undefined)[] | undefined {
  // What is spoken, or live, is built where it happens.
  const prepared = sources.map((source) =>
    (source.scenario?.run.fidelity ?? 'model') === 'model' ? prepare(source) : { run: undefined },
  );
  const refused = prepared.flatMap((one) => ('refused' in one ? [one.refused] : []));
  if (refused.length === 0) return prepared.flatMap((one) => ('run' in one ? [one.run] : []));
  host.err(describeProblems(refused, host.errStyle));
  return undefined;
}

async function runAll(
  sources: readonly Source[],
  runs: readonly (Run | undefined)[],
  args: RunArgs,
  host: Host,
) {
  const outcomes: Outcome[] = [];
  const interrupt = onInterrupt(() => host.err('stopping; once more to abort\n'));
  try {
    const wish = captureWish(args, sources);
    const settings = { ...args, wish, signal: interrupt.signal };
    for (const [at, source] of sources.entries()) {
      if (interrupt.signal.aborted) break;
      if (at > 0 && !args.json && !args.quiet) host.out('\n');
      outcomes.push(await runOne(source, runs[at], settings, host));
    }
  } finally {
    interrupt.release();
  }
  return outcomes;
}

async function run(args: RunArgs, host: Host): Promise<ExitCode> {
  checkUsage(args);
  const sources = args.files.map((file) => load(file, args));
  const runs = prepareAll(sources, host);
  if (runs === undefined) return EXIT.usage;
  const outcomes = await runAll(sources, runs, args, host);
  const results = outcomes.flatMap(({ result }) => (result === undefined ? [] : [result]));
  if (args.json) host.out(resultJson(results, sources.length));
  const written = await writeOutputs(results, sources.length, args, host);
  const [captured] = outcomes.flatMap((one) => one.captured ?? []);
  const kept = captured === undefined ? EXIT.ok : await writeCaptures(captured, args, host);
  return worst([...outcomes.map(({ code }) => code), written, kept]);
}

export const command: Command<RunArgs> = { declare, run };
