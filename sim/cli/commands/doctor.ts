/** `twinwing doctor`: whether this machine has what Twinwing needs, and what it could use. */
import { accessSync, constants, existsSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Argv } from 'yargs';
import { VERSION } from '../../index.ts';
import { type Inspected, inspectServers } from '../../live/inspect.ts';
import { inColumns } from '../../report/columns.ts';
import { formatValue } from '../../report/format.ts';
import { DASHBOARD, REPORT_SHELL } from '../built.ts';
import type { Command } from '../command.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import type { Host } from '../host.ts';

interface Finding {
  readonly name: string;
  readonly found: string;
  readonly isGood: boolean;
  /** Nothing is wrong without it. */
  readonly isOptional?: boolean;
  /** What to do about it. */
  readonly advice?: string;
}

/** As `engines` in package.json. */
const OLDEST_NODE = [20, 19] as const;

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function nodeFinding(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isGood = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  return { name: 'node', found: process.versions.node, isGood, advice: 'use Node 20.19 or later' };
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function browserFinding(): Finding {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const paths = BROWSERS.flatMap((name) => folders.map((folder) => join(folder, name)));
  const path = paths.find(canRun);
  const advice = 'only needed to run the tests of the dashboard';
  const isGood = path !== undefined;
  return { name: 'chromium', found: path ?? 'not found', isGood, isOptional: true, advice };
}

function builtFinding(name: string, path: string): Finding {
  const isGood = existsSync(path);
  const found = isGood ? path : 'not built';
  return { name, found, isGood, isOptional: true, advice: 'npm run build' };
}

function findings(): Finding[] {
  return [
    { name: 'twinwing', found: VERSION, isGood: true },
    nodeFinding(),
    { name: 'cores', found: String(availableParallelism()), isGood: true },
    { name: 'memory', found: formatValue(totalmem(), 'bytes'), isGood: true },
    browserFinding(),
    builtFinding('report', REPORT_SHELL),
    builtFinding('dashboard', DASHBOARD),
  ];
}

/** Servers that can run live; none of them is needed for anything else. */
function serverFinding({ debianPackage, fault, isTried, name, version }: Inspected): Finding {
  const install = `only needed to run it live: apt-get install ${debianPackage}`;
  if (version === undefined) {
    return { name, found: 'not found', isGood: false, isOptional: true, advice: install };
  }
  const found = isTried && fault === undefined ? `${version}, starts and answers` : version;
  if (fault === undefined) return { name, found, isGood: true };
  return { name, found: version, isGood: false, advice: fault };
}

interface DoctorArgs {
  readonly json?: boolean;
  readonly quick?: boolean;
}

const declare = (yargs: Argv): Argv =>
  yargs
    .option('json', { describe: 'print the findings as JSON', type: 'boolean' })
    .option('quick', { describe: 'do not start servers to see whether they work', type: 'boolean' })
    .example('$0 doctor', 'see what is there and what is missing')
    .epilogue('ends with 1 when something is needed and missing, or is there and does not work');

async function run({ json, quick }: DoctorArgs, host: Host): Promise<ExitCode> {
  const servers = await inspectServers(quick !== true);
  const found = [...findings(), ...servers.map(serverFinding)];
  const isWell = found.every(({ isGood, isOptional }) => isGood || isOptional === true);
  const code = isWell ? EXIT.ok : EXIT.failed;
  if (json) {
    host.out(`${JSON.stringify(found, undefined, 2)}\n`);
    return code;
  }
  const { green, yellow } = host.outStyle;
  const rows = found.map(({ name, found, isGood, advice }) => [
    isGood ? green('✓') : yellow('!'),
    name,
    isGood || advice === undefined ? found : `${found} (${advice})`,
  ]);
  host.out(`${inColumns(rows, ['left', 'left', 'left']).join('\n')}\n`);
  return code;
}

export const command: Command<DoctorArgs> = { declare, run };
