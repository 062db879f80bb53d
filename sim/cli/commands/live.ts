/** `twinwing live`: a scenario run by real servers on this machine, and beside it what we said it would do. */
import type { Argv } from 'yargs';
import { edgeChanges } from '../../live/changes.ts';
import { SOFTWARE } from '../../live/servers/index.ts';
import type { StageSettings } from '../../live/stage.ts';
import { TargetError, targetOf } from '../../live/target.ts';
import { resultJson } from '../../report/json.ts';
import { checkReality } from '../check-reality.ts';
import { type Command, UsageError } from '../command.ts';
import { EXIT, type ExitCode, worst } from '../exit.ts';
import type { Host } from '../host.ts';
import { onInterrupt } from '../interrupt.ts';
import { type Changes, describeProblems, load, type Source } from '../load.ts';
import { setOption } from '../options.ts';
import { type Outputs, writeOutputs } from '../outputs.ts';
import { runOne } from '../run-one.ts';

export interface LiveArgs extends Outputs {
  readonly file: string;
  readonly seed?: string;
  readonly set?: readonly string[];
  readonly edge?: string;
  readonly compare?: boolean;
  readonly target?: string;
  readonly 'allow-remote'?: boolean;
  readonly ports?: string;
  readonly json?: boolean;
}

const EDGES = ['node', ...SOFTWARE.filter(({ isCache }) => isCache).map(({ name }) => name)];

const declare = (yargs: Argv): Argv =>
  yargs
    .positional('file', { describe: 'scenario file; - is standard input', type: 'string' })
    .option('edge', {
      describe: `what the first caches are: ${EDGES.join(', ')}`,
      type: 'string',
      nargs: 1,
    })
    .option('compare', { describe: 'put model, protocol and live side by side', type: 'boolean' })
    .option('target', { describe: 'ask this server instead: a URL', type: 'string', nargs: 1 })
    .option('allow-remote', { describe: 'the target may be another machine', type: 'boolean' })
    .option('ports', { describe: 'first port of real servers', type: 'string', nargs: 1 })
    .option('seed', { describe: 'seed instead of the one in the file', type: 'string', nargs: 1 })
    .option('set', setOption)
    .option('json', { describe: 'print the result, or comparison, as JSON', type: 'boolean' })
    .option('report', { describe: 'write it as an HTML page', type: 'string', nargs: 1 })
    .option('out', { describe: 'write it as JSON to a file', type: 'string', nargs: 1 })
    .option('quiet', { describe: 'print only what did not pass', type: 'boolean' })
    .example('$0 live shop.yaml --edge varnish --compare', 'how near the model comes to Varnish');

const LAST_PORT = 65_535;

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= LAST_PORT) return port;
  throw new UsageError(`--ports: ${text}: expected a port from 1 to ${LAST_PORT}`);
}

async function settingsOf(args: LiveArgs): Promise<StageSettings> {
  const ports = portOf(args.ports);
  if (args.edge !== undefined && !EDGES.includes(args.edge)) {
    throw new UsageError(`--edge: ${args.edge}: expected one of ${EDGES.join(', ')}`);
  }
  if (args.target === undefined) return { ports };
  if (args.edge !== undefined) {
    throw new UsageError(
      '--edge beside --target: expected one of the two, for the target is the edge',
    );
  }
  try {
    return { ports, target: await targetOf(args.target, args['allow-remote'] === true) };
  } catch (error) {
    if (error instanceof TargetError) throw new UsageError(`--target: ${error.message}`);
    throw error;
  }
}

/** Changes on the command line, with those that follow from it. */
function changesOf({ file, seed, set = [], edge }: LiveArgs): Changes {
  const live = [...set, 'run.fidelity=live'];
  if (edge === undefined || file === '-') return { seed, set: live };
  const { scenario } = load(file, { seed, set: live });
  return { seed, set: [...live, ...(scenario === undefined ? [] : edgeChanges(scenario, edge))] };
}

async function justRun(
  source: Source,
  args: LiveArgs,
  live: StageSettings,
  host: Host,
): Promise<ExitCode> {
  const { signal, release } = onInterrupt(() => host.err('stopping; once more to abort\n'));
  try {
    const { set, seed } = changesOf(args);
    const outcome = await runOne(source, undefined, { ...args, set, seed, live, signal }, host);
    const results = outcome.result === undefined ? [] : [outcome.result];
    if (args.json) host.out(resultJson(results, 1));
    return worst([outcome.code, await writeOutputs(results, 1, args, host)]);
  } finally {
    release();
  }
}

async function run(args: LiveArgs, host: Host): Promise<ExitCode> {
  const live = await settingsOf(args);
  if (args.file === '-' && args.edge !== undefined) {
    throw new UsageError('-: --edge needs a file that can be read twice');
  }
  const changes = changesOf(args);
  const source = load(args.file, changes);
  if (source.scenario === undefined) {
    host.err(describeProblems([source], host.errStyle));
    return EXIT.usage;
  }
  if (!args.compare) return justRun(source, args, live, host);
  return checkReality(source, changes, args, live, host);
}

export const command: Command<LiveArgs> = { declare, run };
