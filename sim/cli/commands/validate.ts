/** `twinwing validate`: all that can be known of scenario files without running them. */
import type { Argv } from 'yargs';
import type { Command } from '../command.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import type { Host } from '../host.ts';
import { describeProblems, load, prepare, type Source } from '../load.ts';
import { filesPositional, setOption } from '../options.ts';

interface ValidateArgs {
  readonly files: readonly string[];
  readonly set?: readonly string[];
  readonly json?: boolean;
}

const declare = (yargs: Argv): Argv =>
  yargs
    .positional('files', filesPositional)
    .option('set', setOption)
    .option('json', { describe: 'print the problems as JSON', type: 'boolean' })
    .example('$0 validate scenarios/*.yaml', 'check several files')
    .example('$0 validate shop.yaml --json', 'for editors and scripts');

const isRefused = ({ problems, unreadable }: Source): boolean =>
  problems.length > 0 || unreadable !== undefined;

/** For machines: one entry a file. */
function asJson(sources: readonly Source[]): string {
  const files = sources.map(({ file, problems, unreadable }) => ({
    file,
    valid: problems.length === 0 && unreadable === undefined,
    problems: unreadable === undefined ? problems : [{ file, message: unreadable }],
  }));
  return `${JSON.stringify(files, undefined, 2)}\n`;
}

function run({ files, set, json }: ValidateArgs, host: Host): ExitCode {
  const checked = files.map((file) => {
    const source = load(file, { set });
    const prepared = prepare(source);
    return 'refused' in prepared ? prepared.refused : source;
  });
  const refused = checked.filter(isRefused);
  if (json) {
    host.out(asJson(checked));
  } else {
    for (const source of checked) if (!isRefused(source)) host.out(`${source.file}: valid\n`);
    if (refused.length > 0) host.err(describeProblems(refused, host.errStyle));
  }
  return refused.length > 0 ? EXIT.usage : EXIT.ok;
}

export const command: Command<ValidateArgs> = { declare, run };
