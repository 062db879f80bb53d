/** What every section of the summary needs: the Result, and how it is to look. */
import type { BrokenPromise } from '../../result/ledger.ts';
import type { Result } from '../../result/result.ts';
import { type Align, inColumns } from '../columns.ts';
import type { Style } from '../style.ts';

export interface SummaryOptions {
  readonly style: Style;
  /** Columns of the terminal. */
  readonly width: number;
  /** The scenario as the user named it, for `file:line`. */
  readonly file: string;
  /** The command that gives this very Result again. */
  readonly replay: string;
  /** The command that shows the way of a message; undefined: there is none. */
  follow?(broken: BrokenPromise): string;
}

/** @returns the lines of one section; none when it has nothing to say. */
export type Section = (result: Result, options: SummaryOptions) => readonly string[];

const INDENT = '  ';

/** A table whose first row is its heading; the first column is on the left. */
export function table(
  rows: readonly (readonly string[])[],
  { style }: SummaryOptions,
  align: readonly Align[] = ['left'],
): string[] {
  const [heading, ...body] = inColumns(rows, align);
  return [style.dim(heading!), ...body];
}

/** Rows that belong under a heading. */
export const under = (text: string): string => INDENT + text;
