/** What every section of a comparison needs. */
import type { ResultComparison } from '../../result/comparison.ts';
import type { Style } from '../style.ts';

export interface CompareOptions {
  readonly style: Style;
  /** Columns of the terminal. */
  readonly width: number;
  /** The two scenarios as the user named them. */
  readonly files: readonly [a: string, b: string];
  /** The command that gives this very comparison again. */
  readonly replay: string;
}

/** @returns the lines of one section; none when it has nothing to say. */
export type CompareSection = (
  comparison: ResultComparison,
  options: CompareOptions,
) => readonly string[];
