/** `twinwing trace`: the way of one message, or a trace of requests as compact columns. */
import type { Argv } from 'yargs';
import { convertTrace } from '../../lab/node/convert-trace.ts';
import { FileError } from '../../lab/node/file-problem.ts';
import { traceMessage } from '../../lab/node/trace-file.ts';
import { formatValue } from '../../report/format.ts';
import { type Command, UsageError } from '../command.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { type FollowArgs, followMessage } from '../follow.ts';
import type { Host } from '../host.ts';
import { setOption } from '../options.ts';

interface TraceArgs extends FollowArgs {
  readonly action: string;
  readonly to?: string;
  readonly format: string;
  readonly lenient?: boolean;
}

const declare = (yargs: Argv): Argv =>
  yargs
    .positional('action', {
      describe: 'what to do',
      choices: ['message', 'convert'],
      type: 'string',
    })
    .positional('from', {
      describe: 'a scenario, or a log, CSV, Parquet, …',
      type: 'string',
    })
    .positional('to', {
      describe: 'the new file, which should end in .gz',
      type: 'string',
    })
    .option('format', {
      describe: 'auto, access-log, csv, columns, oracle-general or parquet',
      type: 'string',
      nargs: 1,
      default: 'auto',
    })
    .option('lenient', { describe: 'leave bad records out and say how many', type: 'boolean' })
    .option('message', { describe: 'serial number of the message', type: 'string', nargs: 1 })
    .option('traffic', {
      describe: 'whose message, if several send some',
      type: 'string',
      nargs: 1,
    })
    .option('replication', { describe: 'in which replication', type: 'string', nargs: 1 })
    .option('seed', { describe: 'seed instead of the one in the file', type: 'string', nargs: 1 })
    .option('set', setOption)
    .option('json', { describe: 'print the steps as JSON', type: 'boolean' })
    .example('$0 trace message chat.yaml --message 12', 'who sent it, and who saw it when')
    .example('$0 trace convert a.log.gz a.columns.gz', 'smaller, and faster to read');

const run = (args: TraceArgs, host: Host): Promise<ExitCode> =>
  args.action === 'message' ? followMessage(args, host) : convert(args, host);

async function convert(args: TraceArgs, host: Host): Promise<ExitCode> {
  const { from, to, format, lenient = false } = args;
  if (to === undefined) throw new UsageError(`${from}: expected the name of a new file, too`);
  if (from === to) throw new UsageError(`${to}: the trace itself: expected another file`);
  try {
    const found = await convertTrace(from, to, { format: format as 'auto', lenient });
    const count = (value: number) => formatValue(value, 'count');
    const left = found.skipped > 0 ? `, ${count(found.skipped)} bad records left out` : '';
    host.err(
      `wrote ${to}: ${count(found.requests)} requests, ${count(found.objects)} objects${left}\n`,
    );
    return EXIT.ok;
  } catch (error) {
    const message = traceMessage(error);
    if (message === undefined || error instanceof FileError) throw error;
    host.err(`${message}\n`);
    return EXIT.usage;
  }
}

export const command: Command<TraceArgs> = { declare, run };
