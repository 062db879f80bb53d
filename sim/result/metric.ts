/** What the catalogue says of one metric, and how its parts say it. */
import type { Unit } from './result.ts';

export interface Metric {
  readonly name: string;
  readonly title: string;
  readonly titleZh: string;
  readonly unit: Unit;
  /** A level is kept as its area: level times ms. */
  readonly kind: 'histogram' | 'counter' | 'level' | 'ratio';
  /** Labels that its data carries and that a query may select by. */
  readonly labels: readonly string[];
  /** For ratios: sum of `part` over sum of `of`; `complement` gives 1 minus that. */
  readonly part?: readonly string[];
  readonly of?: readonly string[];
  readonly complement?: boolean;
  /** For ratios: how many of `of` the figure is for; default 1. */
  readonly per?: number;
}

export const histogram = (
  name: string,
  title: string,
  titleZh: string,
  labels: string[],
): Metric => ({
  name,
  title,
  titleZh,
  unit: 'ms',
  kind: 'histogram',
  labels,
});

export const counter = (
  name: string,
  title: string,
  titleZh: string,
  labels: string[],
  unit: Unit = 'count',
): Metric => ({ name, title, titleZh, unit, kind: 'counter', labels });

export const level = (name: string, title: string, titleZh: string, labels: string[]): Metric => ({
  name,
  title,
  titleZh,
  unit: 'count',
  kind: 'level',
  labels,
});

export const TRAFFIC = ['traffic', 'place'];
export const NODE = ['node', 'place'];

export const ratio = (
  name: string,
  title: string,
  titleZh: string,
  labels: string[],
  part: string[],
  of: string[],
  complement = false,
): Metric => ({ name, title, titleZh, unit: 'ratio', kind: 'ratio', labels, part, of, complement });
