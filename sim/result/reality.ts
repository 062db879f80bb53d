/** What a scenario's three fidelities say of the same figures: plain data. */
import type { Labels, Outcome, Unit, Verdict } from './result.ts';

export const REALITY_FORMAT = 'twinwing/reality';
export const REALITY_VERSION = 1;

export type Fidelity = 'model' | 'protocol' | 'live';

export interface RealityRow {
  /** As in an assertion: `p95(latency{traffic=web})`. */
  readonly figure: string;
  readonly title: string;
  readonly labels: Labels;
  readonly unit: Unit;
  /** Absent where a fidelity has none, or too few samples for a percentile. */
  readonly model?: number;
  readonly protocol?: number;
  readonly live?: number;
  /** What live is held to, and how far off it may be, in the unit; absent: shown only. */
  readonly band?: {
    readonly against: 'model' | 'protocol';
    readonly atMost: number;
    /** How that is meant: `±5 %`. */
    readonly text: string;
    /** Inconclusive: a time that is longer, on a machine that was too busy to say why. */
    readonly outcome: Outcome;
  };
}

export interface Lateness {
  readonly p95: number;
  readonly most: number;
}

export interface Reality {
  readonly format: typeof REALITY_FORMAT;
  readonly version: typeof REALITY_VERSION;
  readonly twinwing: string;
  readonly title: string;
  readonly file: string;
  readonly seed: string;
  readonly durationMs: number;
  readonly warmupMs: number;
  /** False: it was stopped; nothing is held to anything then. */
  readonly complete: boolean;
  /** Whose figures are of the part that there was; absent where it is complete. */
  readonly partial?: readonly Fidelity[];
  /** What stood for nodes: `edge/0 is nginx on 127.0.0.1:8080`. */
  readonly servers: readonly string[];
  /** How long after its time what was measured of the live run happened, ms: 95 of 100 within `p95`, all within `most`. */
  readonly lateness: Lateness;
  readonly rows: readonly RealityRow[];
  /** What live makes of the scenario's assertions; none of a run that was stopped. */
  readonly verdicts: readonly Verdict[];
}

/** Of all that is held to something: what fails says more than what is open. */
export function outcomeOfReality({ rows }: Reality): Outcome {
  const outcomes = rows.flatMap(({ band }) => band?.outcome ?? []);
  if (outcomes.includes('fail')) return 'fail';
  return outcomes.includes('inconclusive') ? 'inconclusive' : 'pass';
}
