/** What a command is made of. */
import type { Argv } from 'yargs';
import type { ExitCode } from './exit.ts';
import type { Host } from './host.ts';

/** A command's own file, loaded only when it is called. */
export interface Command<Args> {
  /** Declares arguments, options and examples. */
  declare(yargs: Argv): Argv;
  run(args: Args, host: Host): Promise<ExitCode> | ExitCode;
}

/** A mistake in how the program was called. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
