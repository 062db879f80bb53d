/** `twinwing verify`: the same run again, and the first event that differs if it is not the same. */
import type { Argv } from 'yargs';
import type { Result } from '../../index.ts';
import { firstDifference, firstOther } from '../../lab/node/first-difference.ts';
import { type MarkedRun, markedRun, type Staged } from '../../lab/node/marked-run.ts';
import type { Command } from '../command.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import type { Host } from '../host.ts';
import { onInterrupt } from '../interrupt.ts';
import { describeProblems, folderOf, load, refusal, type Source } from '../load.ts';
import { setOption } from '../options.ts';
import { type Moving, Progress } from '../progress.ts';
import { readResult } from '../stored-result.ts';
import { type Answer, answerJson, answerText } from '../verify-answer.ts';

interface VerifyArgs {
  readonly file: string;
  readonly against?: string;
  readonly seed?: string;
  readonly set?: readonly string[];
  readonly json?: boolean;
}

const declare = (yargs: Argv): Argv =>
  yargs
    .positional('file', { describe: 'scenario file; - is standard input', type: 'string' })
    .option('against', {
      describe: 'a stored result (.json) or another scenario; default: the same once more',
      type: 'string',
      nargs: 1,
    })
    .option('seed', { describe: 'seed instead of the one in the file', type: 'string', nargs: 1 })
    .option('set', setOption)
    .option('json', { describe: 'print the answer as JSON', type: 'boolean' })
    .example('$0 verify shop.yaml', 'run it twice and compare every event')
    .example('$0 verify shop.yaml --against shop.result.json', 'with a run of another machine')
    .example('$0 verify a.yaml --against b.yaml', 'where two scenarios part');

const isStored = (file: string): boolean => file.endsWith('.json');

const ONCE_MORE = 'the second run';
const NO_EVENTS = 'a stored result has no events: --against the scenario it came from names one';
const BY_CHANCE = 'doing both again showed no difference: something that no seed controls decides';

/** @returns undefined when a run was interrupted. */
async function answerOf(
  args: VerifyArgs,
  sources: readonly Source[],
  run: RunSource,
): Promise<Answer | undefined> {
  const { file, against } = args;
  const one = await run(sources[0]!);
  if (!one.result.complete) return undefined;
  const names = [file, against ?? ONCE_MORE] as const;
  if (against !== undefined && isStored(against)) {
    const stored = readResult(against);
    const answer = compared(names, one.result, stored);
    return answer.same ? answer : { ...answer, note: seedNote(one.result, stored) ?? NO_EVENTS };
  }
  const other = await run(sources.at(-1)!);
  if (!other.result.complete) return undefined;
  const answer = compared(names, one.result, other.result);
  if (answer.replication === undefined) return answer;
  const stages = [stageOf(sources[0]!), stageOf(sources.at(-1)!)] as const;
  const parting = await firstDifference(stages, [one, other]);
  return { ...answer, parting, ...(parting === undefined ? { note: BY_CHANCE } : {}) };
}

function compared(names: Answer['names'], one: Result, other: Result): Answer {
  const replications = [one.replications, other.replications] as const;
  const replication = firstOther(...replications);
  const same = replication === undefined && one.replications.length === other.replications.length;
  return { same, names, replications, replication };
}

function seedNote(one: Result, stored: Result): string | undefined {
  const [ours, theirs] = [one.scenario.seed, stored.scenario.seed];
  return ours === theirs
    ? undefined
    : `seed ${ours}: expected ${theirs}; --seed ${theirs} gives it`;
}

const stageOf = ({ file, scenario }: Source): Staged => ({
  scenario: scenario!,
  folder: folderOf(file),
});

type RunSource = (source: Source) => Promise<MarkedRun>;

/** A scenario that turned out not to run. */
class Refused extends Error {
  readonly source: Source;

  constructor(source: Source) {
    super(source.file);
    this.source = source;
  }
}

const runner =
  (host: Host, signal: AbortSignal): RunSource =>
  async (source) => {
    const progress = new Progress(host);
    let last: Moving = { progress: 0, nowMs: 0, events: 0 };
    try {
      const onProgress = (run: Moving) => {
        last = run;
        progress.show(run);
      };
      return await markedRun(stageOf(source), { signal, onProgress });
    } catch (error) {
      throw new Refused(refusal(source, error));
    } finally {
      progress.end(last);
    }
  };

async function run(args: VerifyArgs, host: Host): Promise<ExitCode> {
  const { file, against, seed, set } = args;
  const other = against === undefined || isStored(against) ? [] : [against];
  const sources = [file, ...other].map((name) => load(name, { seed, set }));
  const broken = sources.filter(({ scenario }) => scenario === undefined);
  if (broken.length > 0) {
    host.err(describeProblems(broken, host.errStyle));
    return EXIT.usage;
  }
  const interrupt = onInterrupt(() => host.err('stopping; once more to abort\n'));
  try {
    const answer = await answerOf(args, sources, runner(host, interrupt.signal));
    if (answer === undefined) return EXIT.interrupted;
    host.out(args.json ? answerJson(answer) : answerText(answer));
    return answer.same ? EXIT.ok : EXIT.failed;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    host.err(describeProblems([error.source], host.errStyle));
    return EXIT.usage;
  } finally {
    interrupt.release();
  }
}

export const command: Command<VerifyArgs> = { declare, run };
