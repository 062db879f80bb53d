/** What a comparison of two Results leaves behind: plain data that every consumer reads. */
import type { Query } from './query.ts';
import type { ScenarioFacts, Unit } from './result.ts';

export const COMPARISON_FORMAT = 'twinwing/comparison';
export const COMPARISON_VERSION = 1;

export interface ResultComparison {
  readonly format: typeof COMPARISON_FORMAT;
  readonly version: typeof COMPARISON_VERSION;
  /** Version of the program that made it. */
  readonly twinwing: string;
  readonly a: ScenarioFacts;
  readonly b: ScenarioFacts;
  /** Replications that both have, which the differences rest on. */
  readonly pairs: number;
  /** False when one of the two was interrupted. */
  readonly complete: boolean;
  /** Whether the two ran alike event for event, so that nothing can differ. */
  readonly isSameRun: boolean;
  /** What is written differently in the two scenarios. */
  readonly changes: readonly Change[];
  readonly figures: readonly FigureComparison[];
}

/** A path of the scenario whose values differ; a side without a value does not have it. */
export interface Change {
  /** Dotted, as `--set` takes it. */
  readonly path: string;
  /** On one line, as YAML. */
  readonly a?: string;
  readonly b?: string;
}

/** Which way a figure is better; `neither` for those that only describe the load. */
export type Direction = 'low' | 'high' | 'neither';

/**
 * What replications say of B against A. `alike`: the difference, if any, is too small to matter.
 * `differs`: it is there, but is neither good nor bad. `inconclusive`: they are too few to tell.
 */
export type Contrast = 'better' | 'worse' | 'alike' | 'differs' | 'inconclusive';

export interface FigureComparison {
  readonly query: Query;
  readonly unit: Unit;
  readonly better: Direction;
  /** Pooled over the replications of the pairs; absent where there were too few samples. */
  readonly a?: number;
  readonly b?: number;
  /** B − A: mean over the pairs, or of the only pair. Absent when a pair lacks a value. */
  readonly difference?: number;
  /** 95 % interval of the difference, with two pairs or more. */
  readonly low?: number;
  readonly high?: number;
  /** Absent without an interval. */
  readonly contrast?: Contrast;
}
