/** `twinwing serve`: the dashboard, on this machine only. */
import { existsSync } from 'node:fs';
import type { Argv } from 'yargs';
import { FileError } from '../../lab/node/file-problem.ts';
import { listen } from '../../lab/node/static-server.ts';
import { DASHBOARD } from '../built.ts';
import type { Command } from '../command.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import type { Host } from '../host.ts';
import { onInterrupt } from '../interrupt.ts';

interface ServeArgs {
  readonly dir?: string;
  readonly port: number;
}

const declare = (yargs: Argv): Argv =>
  yargs
    .positional('dir', {
      describe: 'folder to serve instead of the dashboard of this package',
      type: 'string',
    })
    .option('port', { describe: '0 takes one that is free', type: 'number', default: 0, nargs: 1 })
    .example('$0 serve', 'print the address of the dashboard and serve it until Ctrl-C');

async function run({ dir = DASHBOARD, port }: ServeArgs, host: Host): Promise<ExitCode> {
  if (!existsSync(dir)) {
    const hint = dir === DASHBOARD ? 'the built dashboard: npm run build' : 'a folder';
    throw new FileError(dir, `not found: expected ${hint}`);
  }
  const server = await listen(dir, port);
  host.out(`${server.address}\n`);
  if (host.isWatched) host.err('Ctrl-C stops it\n');
  await new Promise<void>((stop) => {
    const interrupt = onInterrupt(() => {
      interrupt.release();
      stop();
    });
  });
  await server.close();
  return EXIT.ok;
}

export const command: Command<ServeArgs> = { declare, run };
