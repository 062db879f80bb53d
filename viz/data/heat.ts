/** What the latency heatmap plots: the windows' histograms, gathered into even rows. */
import { bucketLow, type HistogramData, type Result } from '../../sim/index.ts';
import type { HeatmapData } from '../charts/heatmap.ts';
import { bandsOf, durationMs } from './ask.ts';

/** Rows for each factor of two; as fine as the windows' histograms need to look smooth. */
const ROWS_PER_OCTAVE = 4;

const rowOf = (value: number) => Math.floor(Math.log2(value) * ROWS_PER_OCTAVE);
const edgeOf = (row: number) => 2 ** (row / ROWS_PER_OCTAVE);

export function latencyHeat(
  result: Result,
  metric: 'latency' | 'delivery' = 'latency',
): HeatmapData {
  const columns = windowsOf(result, metric).map(rowsOf);
  const used = columns.flatMap((rows) => [...rows.keys()]);
  const lowest = used.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const highest = used.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const height = used.length === 0 ? 0 : highest - lowest + 1;
  return {
    windowMs: result.scenario.windowMs,
    durationMs: durationMs(result),
    edges: height === 0 ? [] : Array.from({ length: height + 1 }, (_, row) => edgeOf(lowest + row)),
    counts: columns.map((rows) =>
      Array.from({ length: height }, (_, row) => rows.get(lowest + row) ?? 0),
    ),
    phases: bandsOf(result),
  };
}

/** All histograms of each window: of every replication, traffic and place. */
function windowsOf(result: Result, metric: string): HistogramData[][] {
  const windows: HistogramData[][] = [];
  for (const one of result.replications) {
    for (const entry of one.histograms) {
      if (entry.metric !== metric || entry.labels.during !== undefined) continue;
      entry.windows.forEach((histogram, index) => {
        while (windows.length <= index) windows.push([]);
        windows[index]!.push(histogram);
      });
    }
  }
  return windows;
}

/** A bucket is far narrower than a row, so its middle says which row it belongs to. */
function rowsOf(histograms: readonly HistogramData[]): Map<number, number> {
  const rows = new Map<number, number>();
  for (const histogram of histograms) {
    histogram.buckets.forEach((bucket, index) => {
      const low = bucketLow(bucket, histogram.bits);
      const high = bucketLow(bucket + 1, histogram.bits);
      const row = rowOf(Math.max((low + high) / 2, Number.MIN_VALUE));
      rows.set(row, (rows.get(row) ?? 0) + histogram.counts[index]!);
    });
  }
  return rows;
}
