/** Reads `version`, `title` and `run`. */
import { found } from '../part/issue.ts';
import { GRAMMAR_VERSION, runParams } from './grammar.ts';
import { CODE } from './problem.ts';
import type { Reading } from './reading.ts';
import type { RunSettings } from './scenario.ts';

const DEFAULT_SEED = '1';
const DEFAULT_TITLE = 'untitled';

export function checkVersion({ raw, findings }: Reading): void {
  const { version } = raw;
  if (version === GRAMMAR_VERSION) return;
  const hint = `write version: ${GRAMMAR_VERSION}`;
  const message = `${found(version)}: expected ${GRAMMAR_VERSION}, the version of the grammar`;
  findings.add(CODE.version, ['version'], message, { hint });
}

export function readTitle({ raw, findings }: Reading): string {
  const { title } = raw;
  if (title === undefined || title === null) return DEFAULT_TITLE;
  if (typeof title === 'object') findings.wrongType(['title'], title, 'text');
  return findings.source.textAt(['title']) ?? DEFAULT_TITLE;
}

/** What stands under `run`; the goal is still a text, for the names in it come later. */
export type WrittenRun = Omit<RunSettings, 'until'> & {
  readonly until?: { readonly min: number; readonly until: string };
};

/** @param seed wins over the file's. */
export function readRun({ raw, findings }: Reading, seed?: string): WrittenRun | undefined {
  const run = findings.parse(runParams, raw.run ?? {}, ['run']);
  if (run === undefined) return undefined;
  const { duration = Number.POSITIVE_INFINITY, warmup, replications } = run;
  if (warmup >= duration) {
    const found = findings.source.textAt(['run', 'warmup']);
    const expected = `less than the duration of ${findings.source.textAt(['run', 'duration'])}`;
    findings.add(CODE.warmup, ['run', 'warmup'], `${found}: expected ${expected}`);
  }
  // A seed is text: 007 and 7 are two seeds, and long numbers keep their digits.
  const written = run.seed === undefined ? undefined : findings.source.textAt(['run', 'seed']);
  return {
    seed: seed ?? written ?? DEFAULT_SEED,
    durationMs: duration,
    warmupMs: warmup,
    replications: replications.max,
    fidelity: run.fidelity,
    ...('until' in replications && { until: replications }),
  };
}
