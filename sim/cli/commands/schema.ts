/** `twinwing schema`: the JSON Schema that editors check and complete scenarios with. */
import type { Argv } from 'yargs';
import { scenarioSchema } from '../../index.ts';
import type { Command } from '../command.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import type { Host } from '../host.ts';

const declare = (yargs: Argv): Argv =>
  yargs.example('$0 schema > scenario.v1.schema.json', 'save it next to your scenarios');

function run(_args: unknown, host: Host): ExitCode {
  host.out(`${JSON.stringify(scenarioSchema(), undefined, 2)}\n`);
  return EXIT.ok;
}

export const command: Command<unknown> = { declare, run };
