/** Runs a scenario and keeps its fingerprint every so many events. */
import type { Result } from '../../result/result.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { type Position, Run } from '../run.ts';
import { type DriveOptions, driveRun } from './drive.ts';

/** A scenario with the folder that names of trace files are relative to. */
export interface Staged {
  readonly scenario: Scenario;
  readonly folder: string;
}

export interface MarkedRun {
  readonly result: Result;
  readonly marks: readonly Position[];
}

/** @throws ScenarioError when the scenario cannot be run. */
export async function markedRun(
  { scenario, folder }: Staged,
  options: Omit<DriveOptions, 'folder' | 'onProgress'> & { onProgress?(run: Run): void } = {},
): Promise<MarkedRun> {
  const run = new Run(scenario);
  const marks: Position[] = [];
  const onProgress = () => {
    marks.push(run.position);
    options.onProgress?.(run);
  };
  await driveRun(run, { ...options, folder, onProgress });
  return { result: run.result(), marks };
}
