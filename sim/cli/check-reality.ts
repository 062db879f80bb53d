/** `twinwing live --compare`: the same scenario computed, spoken and run by real servers. */
import { outcomeOfReality, type Reality, type Result } from '../index.ts';
import { FileError } from '../lab/node/file-problem.ts';
import { writeWhole } from '../lab/node/write-whole.ts';
import { realityOf } from '../lab/reality.ts';
import { clockChanges } from '../live/changes.ts';
import { type LiveAnswer, runLive } from '../live/run-live.ts';
import { ServerError } from '../live/servers/server-process.ts';
import type { StageSettings } from '../live/stage.ts';
import { runProtocol } from '../protocol/run-protocol.ts';
import { hasTls } from '../protocol/speak.ts';
import { realityDoubts, realityPage, realityText } from '../report/reality.ts';
import { EXIT, type ExitCode, worst } from './exit.ts';
import type { Host } from './host.ts';
import { type Changes, describeProblems, load, prepare, refusal, type Source } from './load.ts';
import type { Outputs } from './outputs.ts';
import { followed } from './progress.ts';
import { drive } from './run-one.ts';

interface CheckArgs extends Outputs {
  readonly json?: boolean;
}

interface Ran {
  readonly model: Result;
  readonly protocol: Result;
  readonly live: LiveAnswer;
  readonly servers: readonly string[];
}

interface Given {
  readonly source: Source;
  readonly changes: Changes;
  readonly settings: StageSettings;
  readonly isQuiet: boolean;
  readonly signal: AbortSignal;
}

/** One after the other: live is the one that a busy machine changes. */
async function runAll(
  { source, changes: { seed, set = [] }, settings, isQuiet, signal }: Given,
  host: Host,
): Promise<Ran> {
  const { file, texts } = source;
  const clocks = clockChanges(source.scenario!);
  const modelled = { seed, set: [...set, ...clocks, 'run.fidelity=model'] };
  const computed = load(file, modelled, texts);
  const prepared = prepare(computed);
  if ('refused' in prepared) throw new RefusedError(prepared.refused);
  await drive(prepared.run, file, { signal, quiet: isQuiet, label: 'model' }, host);
  const spoken = { file, texts, seed, set: [...set, 'run.fidelity=protocol'] };
  const speaking = followed(host, isQuiet, 'protocol');
  const { onProgress } = speaking;
  const { result: protocol } = await runProtocol(spoken, { signal, onProgress }).finally(
    speaking.end,
  );
  const servers: string[] = [];
  const onStarted = (lines: readonly string[]) => servers.push(...lines);
  const doing = followed(host, isQuiet, 'live');
  const wanted = { ...settings, signal, onStarted, onProgress: doing.onProgress };
  const live = await runLive(source.scenario!, wanted).finally(doing.end);
  return { model: prepared.run.result(), protocol, live, servers };
}

class RefusedError extends Error {
  readonly source: Source;

  constructor(source: Source) {
    super('refused');
    this.source = source;
  }
}

async function write({ report, out, quiet }: Outputs, reality: Reality, host: Host) {
  const files = [
    ...(report === undefined ? [] : [{ path: report, text: realityPage(reality) }]),
    ...(out === undefined
      ? []
      : [{ path: out, text: `${JSON.stringify(reality, undefined, 2)}\n` }]),
  ];
  let code: ExitCode = EXIT.ok;
  for (const { path, text } of files) {
    try {
      await writeWhole(path, text);
      if (!quiet) host.err(`wrote ${path}\n`);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      host.err(`${error.message}\n`);
      code = EXIT.usage;
    }
  }
  return code;
}

export function codeOf(reality: Reality, trouble: string | undefined): ExitCode {
  if (trouble !== undefined) return EXIT.failed;
  if (!reality.complete) return EXIT.interrupted;
  const outcomes = [outcomeOfReality(reality), ...reality.verdicts.map(({ outcome }) => outcome)];
  return outcomes.includes('fail') ? EXIT.failed : EXIT.ok;
}

function textOf(reality: Reality, file: string, { json, quiet }: CheckArgs, { outStyle }: Host) {
  if (json) return `${JSON.stringify(reality)}\n`;
  return quiet ? realityDoubts(reality, outStyle, file) : realityText(reality, outStyle, file);
}

/**
 * @returns 0 when live is within the bands of what we said, or this machine too busy to say, and assertions hold; 1 when it
 * is outside of one, or an assertion fails.
 */
export async function checkReality(
  source: Source,
  changes: Changes,
  args: CheckArgs,
  settings: StageSettings,
  signal: AbortSignal,
  host: Host,
): Promise<ExitCode> {
  try {
    const isQuiet = args.quiet === true;
    const given = { source, changes, settings, isQuiet, signal };
    const { live, servers, ...computed } = await runAll(given, host);
    const { lateness, result, trouble } = live;
    const reality = realityOf(
      { ...computed, live: result },
      {
        servers,
        lateness,
        hasTls: hasTls(source.scenario!),
      },
    );
    host.out(textOf(reality, source.file, args, host));
    if (trouble !== undefined) host.err(`${trouble}\n`);
    return worst([codeOf(reality, trouble), await write(args, reality, host)]);
  } catch (error) {
    if (error instanceof ServerError) host.err(`${error.message}\n`);
    else {
      const refused = error instanceof RefusedError ? error.source : refusal(source, error);
      host.err(describeProblems([refused], host.errStyle));
    }
    return EXIT.usage;
  }
}
