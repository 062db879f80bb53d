/** Has a scenario run by real servers on this machine, in real time. */
import { Run } from '../lab/run.ts';
import { checkSpoken } from '../protocol/unspoken.ts';
import type { Result } from '../result/result.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { Histogram, type HistogramData } from '../stats/histogram.ts';
import { checkLive } from './check-live.ts';
import { LibraryTimers } from './library-timers.ts';
import { rehearse } from './rehearsal.ts';
import { Stage, type StageSettings } from './stage.ts';

export interface LiveOptions extends StageSettings {
  /** Stops it: what was measured until then is the result. */
  readonly signal?: AbortSignal;
  onProgress?(progress: { progress: number; nowMs: number; events: number }): void;
}

export interface LiveAnswer {
  /** With `complete: false` when it was stopped, or could not go on. */
  readonly result: Result;
  /** Why it could not go on: a server has ended. */
  readonly trouble?: string;
  /** How long after its time all that was counted has happened, ms: what this machine adds by being busy. */
  readonly lateness: HistogramData;
}

/**
 * @throws ScenarioError for what cannot be run live.
 * @throws ServerError when a server cannot be started.
 */
export async function runLive(scenario: Scenario, options: LiveOptions = {}): Promise<LiveAnswer> {
  checkSpoken(scenario);
  checkLive(scenario);
  const timers = new LibraryTimers();
  try {
    await rehearse(scenario, options.signal);
    return await perform(scenario, options);
  } finally {
    timers.release();
  }
}

async function perform(scenario: Scenario, options: LiveOptions): Promise<LiveAnswer> {
  const { signal, onProgress } = options;
  let stage!: Stage;
  const lateness = new Histogram();
  const run = new Run(scenario, 0, {
    equip: (world) => {
      stage = new Stage(scenario, world, options);
    },
    prepare: () => stage.prepare(),
  });
  const answer = (trouble: string | undefined): LiveAnswer => ({
    result: run.result(),
    lateness: lateness.data(),
    ...(trouble !== undefined && { trouble }),
  });
  while (!run.isDone && !signal?.aborted) {
    const current = stage;
    const stop = () => current.kernel.stop();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      await current.open(signal);
      await current.kernel.run(scenario.run.durationMs, () =>
        onProgress?.({ progress: run.progress, nowMs: run.nowMs, events: run.events }),
      );
      lateness.add(current.kernel.lateness.data());
      const trouble = current.trouble?.message;
      // The replication is over before its connections break.
      current.finish();
      if (signal?.aborted || trouble !== undefined) return answer(trouble);
      run.advance(Number.POSITIVE_INFINITY);
    } finally {
      signal?.removeEventListener('abort', stop);
      await current.close();
    }
  }
  return answer(undefined);
}
