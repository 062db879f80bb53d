/** `twinwing trace convert`: a trace as compact columns, which are read many times faster. */
import type { Argv } from 'yargs';
import { convertTrace } from '../../lab/node/convert-trace.ts';
import { FileError } from '../../lab/node/file-problem.ts';
import { traceMessage } from '../../lab/node/trace-file.ts';
import { formatValue } from '../../report/format.ts';
import { type Command, UsageError } from '../command.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import type { Host } from '../host.ts';

interface TraceArgs {
  readonly action: string;
  readonly from: string;
  readonly to: string;
  readonly format: string;
  readonly lenient?: boolean;
}

const declare = (yargs: Argv): Argv =>
  yargs
    .positional('action', { describe: 'what to do', choices: ['convert'], type: 'string' })
    .positional('from', {
      describe: 'a trace: log, CSV, oracleGeneral, Parquet; .gz, .zst',
      type: 'string',
    })
    .positional('to', { describe: 'the new file; its name should end in .gz', type: 'string' })
    .option('format', {
      describe: 'of the trace: auto, access-log, csv, columns, oracle-general, parquet',
      type: 'string',
      nargs: 1,
      default: 'auto',
    })
    .option('lenient', { describe: 'leave bad records out and say how many', type: 'boolean' })
    .example('$0 trace convert access.log.gz access.columns.gz', 'smaller, and faster to read');

async function run(args: TraceArgs, host: Host): Promise<ExitCode> {
  const { from, to, format, lenient = false } = args;
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
