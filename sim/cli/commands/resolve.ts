/** `twinwing resolve`: a scenario with all that it extends, each line with where it came from. */
import type { Argv } from 'yargs';
import { resolveText } from '../../index.ts';
import type { Command } from '../command.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import type { Host } from '../host.ts';
import { describeProblems, loadWith } from '../load.ts';
import { setOption } from '../options.ts';

interface ResolveArgs {
  readonly file: string;
  readonly set?: readonly string[];
}

const declare = (yargs: Argv): Argv =>
  yargs
    .positional('file', { describe: 'scenario file; - is standard input', type: 'string' })
    .option('set', setOption)
    .example('$0 resolve crowd.yaml', 'see what crowd.yaml is with what it extends');

function run({ file, set }: ResolveArgs, host: Host): ExitCode {
  const { found, ...facts } = loadWith(resolveText, file, { set });
  if (found?.text !== undefined) {
    host.out(found.text);
    return EXIT.ok;
  }
  host.err(describeProblems([{ problems: found?.problems ?? [], ...facts }], host.errStyle));
  return EXIT.usage;
}

export const command: Command<ResolveArgs> = { declare, run };
