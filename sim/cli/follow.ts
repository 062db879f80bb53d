/** `twinwing trace message`: a replication is played again, and the way of one message is written down. */
import { type BrokenPromise, brokenPromises, type Result, Run, type TrailStep } from '../index.ts';
import { driveRun } from '../lab/node/drive.ts';
import { trailText } from '../report/trail.ts';
import { UsageError } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';
import type { Host } from './host.ts';
import { type Changes, describeProblems, folderOf, load, refusal } from './load.ts';
import { commandLine } from './shell.ts';

export interface FollowArgs extends Changes {
  readonly from: string;
  readonly message?: string | undefined;
  readonly traffic?: string | undefined;
  readonly replication?: string | undefined;
  readonly json?: boolean | undefined;
}

/** The command that shows the message of a broken promise. */
export const followCommand =
  (file: string, seed: string, { set = [] }: Changes) =>
  ({ traffic, replication, violation }: BrokenPromise): string => {
    const changes = set.flatMap((change) => ['--set', change]);
    const which = ['--traffic', traffic, '--message', String(violation.message)];
    const where = replication === 0 ? [] : ['--replication', String(replication)];
    return commandLine([
      'twinwing',
      'trace',
      'message',
      file,
      ...which,
      ...where,
      '--seed',
      seed,
      ...changes,
    ]);
  };

function whole(text: string, option: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new UsageError(`--${option}: ${text}: expected a number such as 12`);
}

/** @returns the traffic that is meant: the one that is named, or the only one that sends messages. */
function trafficOf({ replications }: Result, named: string | undefined, file: string): string {
  const known = (replications[0]?.ledgers ?? []).map(({ traffic }) => traffic);
  if (named !== undefined && known.includes(named)) return named;
  if (named === undefined && known.length === 1) return known[0]!;
  const found = named === undefined ? `${file}: --traffic is missing` : `--traffic: ${named}`;
  const expected = known.length === 0 ? 'a scenario with messages' : known.join(' or ');
  throw new UsageError(`${found}: expected ${expected}`);
}

/** @throws UsageError for what there is not. */
export async function followMessage(args: FollowArgs, host: Host): Promise<ExitCode> {
  const source = load(args.from, args);
  const { scenario, file } = source;
  if (scenario === undefined) {
    host.err(describeProblems([source], host.errStyle));
    return EXIT.usage;
  }
  const replication = whole(args.replication ?? '0', 'replication');
  const one = { ...scenario, run: { ...scenario.run, replications: 1 } };
  try {
    const traffic = trafficOf(new Run(one, replication).result(), args.traffic, file);
    const message = whole(args.message ?? missing(), 'message');
    const run = new Run(one, replication, { followed: { traffic, message } });
    await driveRun(run, { folder: folderOf(file) });
    show({ run, traffic, message, replication }, args.json === true, host);
    return EXIT.ok;
  } catch (error) {
    host.err(describeProblems([refusal(source, error)], host.errStyle));
    return EXIT.usage;
  }
}

function missing(): never {
  throw new UsageError('--message is missing: expected the serial number of a message');
}

interface Shown {
  readonly run: Run;
  readonly traffic: string;
  readonly message: number;
  readonly replication: number;
}

function show({ run, traffic, message, replication }: Shown, isJson: boolean, host: Host): void {
  const result = run.result();
  const broken = brokenPromises(result).filter(({ violation }) => violation.message === message);
  const steps: readonly TrailStep[] = run.trail;
  const { seed } = result.scenario;
  if (steps.length === 0) {
    throw new UsageError(`--message: ${message}: ${traffic} has none of this number`);
  }
  if (isJson) {
    const facts = { traffic, message, seed, replication, steps, broken };
    host.out(`${JSON.stringify(facts)}\n`);
    return;
  }
  const title = `message ${message} of ${traffic} · seed ${seed} · replication ${replication}`;
  host.out(trailText(title, steps, host.outStyle));
}
