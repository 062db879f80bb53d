/** Brings replications of different lengths to one width of windows. */
import { mergeHistograms } from '../stats/histogram.ts';
import type { Replication } from './result.ts';

/**
 * The same replication with wider windows. Widths come from one setting by doubling, so a window
 * of one is a whole number of windows of the other.
 *
 * @throws Error when it is not
 */
export function foldWindows(replication: Replication, fromMs: number, toMs: number): Replication {
  const each = toMs / fromMs;
  if (each === 1) return replication;
  if (!Number.isInteger(each)) {
    throw new Error(`cannot merge: windows of ${fromMs}ms do not fit into windows of ${toMs}ms`);
  }
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
  return {
    ...replication,
    counters: replication.counters.map((entry) => ({
      ...entry,
      windows: inGroups(entry.windows, each).map(sum),
    })),
    histograms: replication.histograms.map((entry) => ({
      ...entry,
      windows: inGroups(entry.windows, each).map(mergeHistograms),
    })),
  };
}

function inGroups<T>(list: readonly T[], each: number): T[][] {
  const groups = Math.ceil(list.length / each);
  return Array.from({ length: groups }, (_, i) => list.slice(i * each, (i + 1) * each));
}
