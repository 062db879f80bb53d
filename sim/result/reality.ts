/** What a scenario's three fidelities say of the same figures: plain data. */
import type { Labels, Unit } from './result.ts';

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
    readonly isWithin: boolean;
  };
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
  /** The longest that something happened after its time in the live run, ms. */
  readonly latestMs: number;
  readonly rows: readonly RealityRow[];
}

/** Whether every figure that is held to something is near enough. */
export const isReal = ({ rows }: Reality): boolean =>
  rows.every(({ band }) => band === undefined || band.isWithin);
