/** One scenario from its run to its summary. */
import { promisesBroken, type Result, type Run, reprice } from '../index.ts';
import { driveRun } from '../lab/node/drive.ts';
import { ServerError } from '../live/servers/server-process.ts';
import type { StageSettings } from '../live/stage.ts';
import type { Captured, CaptureWish } from '../protocol/job.ts';
import { runProtocol } from '../protocol/run-protocol.ts';
import { brokenPromiseLines, summary, verdictLines } from '../report/terminal.ts';
import { UsageError } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { followCommand } from './follow.ts';
import type { Host } from './host.ts';
import { type Changes, describeProblems, folderOf, refusal, type Source } from './load.ts';
import { nodesOf } from './price-lists.ts';
import { followed, Progress } from './progress.ts';
import { commandLine } from './shell.ts';

export interface RunSettings extends Changes {
  readonly json?: boolean;
  readonly quiet?: boolean;
  /** Price lists to take instead of those of the scenario. */
  readonly price?: readonly string[];
  readonly signal: AbortSignal;
  /** For scenarios that run live. */
  readonly live?: StageSettings;
  readonly wish?: CaptureWish | undefined;
}

export interface Outcome {
  readonly code: ExitCode;
  /** Absent when it turned out that the scenario cannot be run. */
  readonly result?: Result;
  readonly captured?: Captured | undefined;
}

/** Runs until the end or the signal; shows progress meanwhile. */
export async function drive(
  run: Run,
  file: string,
  { signal, quiet, label }: Pick<RunSettings, 'signal' | 'quiet'> & { readonly label?: string },
  host: Host,
): Promise<void> {
  const progress = quiet ? undefined : new Progress(host, label);
  try {
    const onProgress = () => progress?.show(run);
    await driveRun(run, { folder: folderOf(file), signal, onProgress });
  } finally {
    progress?.end(run);
  }
}

/** What `twinwing run` has no words for. */
function stageWords({ target, ports }: StageSettings): string[] {
  return [
    ...(target === undefined ? [] : ['--target', target.url]),
    ...(target?.mayBeRemote ? ['--allow-remote'] : []),
    ...(ports === undefined ? [] : ['--ports', String(ports)]),
  ];
}

/** The command that gives the same Result again: to the byte, where time is not real. */
export function replayCommand(
  file: string,
  { seed }: Pick<Result['scenario'], 'seed'>,
  { set = [], live = {} }: Pick<RunSettings, 'set' | 'live'>,
): string {
  const changes = set.flatMap((change) => ['--set', change]);
  const staged = stageWords(live);
  const command = staged.length === 0 ? 'run' : 'live';
  return commandLine(['twinwing', command, file, '--seed', seed, ...changes, ...staged]);
}

function show(result: Result, file: string, settings: RunSettings, host: Host): void {
  const { outStyle: style, width } = host;
  if (settings.json) return;
  const follow = followCommand(file, result.scenario.seed, settings);
  if (settings.quiet) {
    const notPassed = result.verdicts.filter(({ outcome }) => outcome !== 'pass');
    const broken = brokenPromiseLines(result, { style, follow });
    const lines = [...broken, ...verdictLines(notPassed, { style, file })];
    host.out(lines.map((line) => `${line}\n`).join(''));
    return;
  }
  const replay = replayCommand(file, result.scenario, settings);
  host.out(summary(result, { style, width, file, replay, follow }));
}

const codeOf = (result: Result): ExitCode => {
  const hasFailed = result.verdicts.some(({ outcome }) => outcome === 'fail');
  return hasFailed || promisesBroken(result) > 0 ? EXIT.failed : EXIT.ok;
};

/** @throws UsageError for a price list that there is not. */
function pricedBy(result: Result, lists: readonly string[] | undefined): Result {
  if (lists === undefined) return result;
  const { result: priced, problems } = reprice(result, { nodes: nodesOf(result, lists) });
  if (priced === undefined)
    throw new UsageError(problems.map((one) => `--price: ${one}`).join('\n'));
  return priced;
}

interface Ran {
  readonly result: Result;
  /** Why it could not go on to its end. */
  readonly trouble?: string | undefined;
  readonly captured?: Captured | undefined;
}

/** Computed here, spoken by a thread, or done by real servers. */
async function resultOf(
  source: Source,
  run: Run | undefined,
  settings: RunSettings,
  host: Host,
): Promise<Ran> {
  if (run !== undefined) {
    await drive(run, source.file, settings, host);
    return { result: run.result() };
  }
  const { signal, quiet, seed, set, live, wish: capture } = settings;
  const { onProgress, end } = followed(host, quiet === true);
  try {
    const { file, texts, scenario } = source;
    if (scenario!.run.fidelity === 'live') {
      const onStarted = (lines: readonly string[]) => {
        if (!quiet) host.err(lines.map((line) => `${line}\n`).join(''));
      };
      // Libraries that nothing else needs.
      const { runLive } = await import('../live/run-live.ts');
      return await runLive(scenario!, { onStarted, ...live, signal, onProgress });
    }
    return await runProtocol({ file, texts, seed, set, capture }, { signal, onProgress });
  } finally {
    end();
  }
}

/**
 * Runs a scenario and prints what came of it; with `json` the caller prints the result.
 *
 * @param run undefined: real libraries are to speak it, or real servers to do it.
 */
export async function runOne(
  source: Source,
  run: Run | undefined,
  settings: RunSettings,
  host: Host,
): Promise<Outcome> {
  let found: Ran;
  try {
    found = await resultOf(source, run, settings, host);
  } catch (error) {
    if (error instanceof ServerError) {
      host.err(`${error.message}\n`);
      return { code: EXIT.usage };
    }
    host.err(describeProblems([refusal(source, error)], host.errStyle));
    return { code: EXIT.usage };
  }
  const result = pricedBy(found.result, settings.price);
  show(result, source.file, settings, host);
  if (found.trouble !== undefined) {
    host.err(`${found.trouble}\n`);
    return { result, code: EXIT.failed };
  }
  const { captured } = found;
  return { result, captured, code: result.complete ? codeOf(result) : EXIT.interrupted };
}
