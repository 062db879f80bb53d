/** Has a scenario run by real servers on this machine, in real time. */
import { Run } from '../lab/run.ts';
import { checkSpoken } from '../protocol/unspoken.ts';
import type { Result } from '../result/result.ts';
import type { Scenario } from '../scenario/scenario.ts';
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
  /** The longest that something happened after its time, ms: what this machine adds by being busy. */
  readonly latestMs: number;
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
  let latestMs = 0;
  const run = new Run(scenario, 0, {
    equip: (world) => {
      stage = new Stage(scenario, world, options);
    },
    prepare: () => stage.prepare(),
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
      latestMs = Math.max(latestMs, current.kernel.latestMs);
      const trouble = current.trouble?.message;
      // The replication is over before its connections break.
      if (signal?.aborted || trouble !== undefined) {
        return { result: run.result(), latestMs, ...(trouble !== undefined && { trouble }) };
      }
      run.advance(Number.POSITIVE_INFINITY);
    } finally {
      signal?.removeEventListener('abort', stop);
      await current.close();
    }
  }
  return { result: run.result(), latestMs };
}
