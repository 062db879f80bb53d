/** Drives a run in this process: slice after slice, filling its traces from files. */
import { setImmediate } from 'node:timers/promises';
import type { Run } from '../run.ts';
import { feederFrom } from './trace-feeder.ts';

/** Events between two looks at signals and progress: some tens of milliseconds. */
const SLICE_EVENTS = 50_000;

export interface DriveOptions {
  /** Folder that names of trace files are relative to. */
  readonly folder: string;
  /** Called after each slice. */
  onProgress?(): void;
  /** Stops the run between two slices; its result is what was computed until then. */
  readonly signal?: AbortSignal;
}

/**
 * @returns whether the run came to its end; false when it was stopped.
 * @throws ScenarioError when a trace cannot be read or does not suit the scenario.
 */
export async function driveRun(run: Run, options: DriveOptions): Promise<boolean> {
  const feeder = feederFrom(run.scenario, options.folder);
  try {
    while (!run.isDone) {
      if (options.signal?.aborted) return false;
      for (const feed of run.needs()) await feeder.fill(feed);
      run.advance(SLICE_EVENTS);
      options.onProgress?.();
      // Signals and terminals are served between slices only.
      await setImmediate();
    }
    return true;
  } finally {
    await feeder.close();
  }
}
