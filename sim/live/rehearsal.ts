/**
 * Before a run in real time, its beginning by programs of this process alone. Whoever does something for the first time is
 * slow: code is compiled, memory grows. Without this a run at 600 requests/s began with half a second of backlog, and
 * what a cache was asked late had expired at other times than in the plan.
 */
import { Run } from '../lab/run.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { Stage } from './stage.ts';

const MS = 1500;

export async function rehearse(scenario: Scenario, signal: AbortSignal | undefined): Promise<void> {
  const durationMs = Math.min(MS, scenario.run.durationMs);
  const beginning = { ...scenario, run: { ...scenario.run, durationMs, warmupMs: 0 } };
  let stage!: Stage;
  new Run(beginning, 0, {
    equip: (world) => {
      stage = new Stage(beginning, world, { isRehearsal: true });
    },
    prepare: () => stage.prepare(),
  });
  const stop = () => stage.kernel.stop();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    await stage.open(signal);
    if (!signal?.aborted) await stage.kernel.run(durationMs);
  } finally {
    signal?.removeEventListener('abort', stop);
    await stage.close();
  }
}
