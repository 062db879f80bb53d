/** `twinwing live`: a scenario run by real servers on this machine, and beside it what we said it would do. */
import type { Argv } from 'yargs';
import type { Scenario } from '../../index.ts';
import { edgeChanges } from '../../live/changes.ts';
import { SOFTWARE } from '../../live/servers/index.ts';
import { ServerError } from '../../live/servers/server-process.ts';
import type { StageSettings } from '../../live/stage.ts';
import { checkAnswers, TargetError, targetOf } from '../../live/target.ts';
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

/** What is run: with what the command line changes, and what follows from it. */
function sourceOf({ file, seed, set = [], edge }: LiveArgs): { source: Source; changes: Changes } {
  const live = { seed, set: [...set, 'run.fidelity=live'] };
  const source = load(file, live);
  if (edge === undefined || source.scenario === undefined) return { source, changes: live };
  const edges = edgeChanges(source.scenario, edge);
  if (edges.length === 0) {
    throw new UsageError(
      `--edge: ${edge}: expected a scenario with a cache, which ${file} has not`,
    );
  }
  const changes = { seed, set: [...live.set, ...edges] };
  return { source: load(file, changes, source.texts), changes };
}

/** @throws UsageError for what a target is not asked for. */
export function checkAsked(traffic: Scenario['traffic']): void {
  const other = traffic.find(({ kind }) => kind.name !== 'web');
  if (other === undefined) return;
  throw new UsageError(
    `--target: traffic ${other.name} is ${other.kind.name}: expected web only, which a URL can be asked for`,
  );
}

interface Started {
  readonly source: Source;
  readonly changes: Changes;
  readonly live: StageSettings;
  readonly signal: AbortSignal;
}

async function justRun(
  { source, changes, live, signal }: Started,
  args: LiveArgs,
  host: Host,
): Promise<ExitCode> {
  const outcome = await runOne(source, undefined, { ...args, ...changes, live, signal }, host);
  const results = outcome.result === undefined ? [] : [outcome.result];
  if (args.json) host.out(resultJson(results, 1));
  return worst([outcome.code, await writeOutputs(results, 1, args, host)]);
}

async function runAsked(args: LiveArgs, signal: AbortSignal, host: Host): Promise<ExitCode> {
  const live = await settingsOf(args);
  const { source, changes } = sourceOf(args);
  if (source.scenario === undefined) {
    host.err(describeProblems([source], host.errStyle));
    return EXIT.usage;
  }
  if (live.target !== undefined) {
    checkAsked(source.scenario.traffic);
    try {
      await checkAnswers(live.target);
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      host.err(`${error.message}\n`);
      return EXIT.usage;
    }
  }
  if (!args.compare) return justRun({ source, changes, live, signal }, args, host);
  return checkReality(source, changes, args, live, signal, host);
}

async function run(args: LiveArgs, host: Host): Promise<ExitCode> {
  // First of all: from here on a signal ends with a word.
  const { signal, release } = onInterrupt(() => host.err('stopping; once more to abort\n'));
  try {
    return await runAsked(args, signal, host);
  } finally {
    release();
  }
}

export const command: Command<LiveArgs> = { declare, run };
