import { Recorder, type RecorderSettings } from '../../sim/result/recorder.ts';
import type { Replication, Result } from '../../sim/result/result.ts';

export const PLAIN: RecorderSettings = {
  windowMs: 1000,
  durationMs: 10_000,
  warmupMs: 0,
  phases: [],
};

/** A replication that ran to its end, recorded by `write`. */
export function replicationOf(
  index: number,
  write: (recorder: Recorder) => void,
  settings: RecorderSettings = PLAIN,
): Replication {
  const recorder = new Recorder(settings);
  write(recorder);
  const simulatedMs = settings.durationMs;
  return recorder.replication(index, { simulatedMs, events: 0, fingerprint: '0'.repeat(16) });
}

/** A result with these replications and nothing else in it. */
export function resultOf(
  replications: readonly Replication[],
  { windowMs, durationMs, warmupMs, phases }: RecorderSettings = PLAIN,
): Result {
  return {
    format: 'twinwing/result',
    version: 1,
    twinwing: '0.1.0',
    scenario: {
      title: 'a test',
      file: 'scenario',
      seed: '42',
      durationMs,
      warmupMs,
      windowMs,
      replications: replications.length,
    },
    complete: true,
    topology: { places: [], groups: [], edges: [] },
    traffic: [],
    timeline: phases.map((phase) => ({ ...phase, action: 'crash', text: phase.name })),
    assumptions: [],
    replications,
    verdicts: [],
  };
}
