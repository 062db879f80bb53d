/** What the percentile plot draws: the whole run, and each phase or place beside it. */
import { type Labels, mergeHistograms, quantile, type Result } from '../../sim/index.ts';
import { type Colour, seriesColour } from '../charts/palette.ts';
import type { PercentileData, PercentileLine } from '../charts/percentile-plot.ts';
import { labelValues } from './ask.ts';

export type SplitBy = 'during' | 'place' | 'traffic';

/** Ten points for each nine, from 0 to five nines, and the median, which people read off. */
const QUANTILES = [0.5, ...Array.from({ length: 51 }, (_, index) => 1 - 10 ** (-index / 10))].sort(
  (a, b) => a - b,
);

const matches = (labels: Labels, wanted: Labels) =>
  Object.entries(wanted).every(([label, value]) => labels[label] === value) &&
  (labels.during !== undefined) === (wanted.during !== undefined);

function lineOf(
  result: Result,
  metric: string,
  name: string,
  labels: Labels,
  colour: Colour,
): PercentileLine {
  const totals = result.replications.flatMap((one) =>
    one.histograms
      .filter((entry) => entry.metric === metric && matches(entry.labels, labels))
      .map((entry) => entry.total),
  );
  const pooled = mergeHistograms(totals);
  const points = QUANTILES.flatMap((q) => {
    const value = pooled.count === 0 ? undefined : quantile(pooled, q);
    return value === undefined || !Number.isFinite(value) ? [] : [{ quantile: q, value }];
  });
  return { name, colour, points };
}

/** @param wholeName what to call the line of the whole run. */
export function percentileLines(
  result: Result,
  metric: 'latency' | 'delivery',
  split: SplitBy,
  wholeName: string,
): PercentileData {
  const parts = labelValues(result, metric, split).map((value, index) =>
    lineOf(result, metric, value, { [split]: value }, seriesColour(index)),
  );
  const whole = { ...lineOf(result, metric, wholeName, {}, '--text'), dash: '6 4' };
  return [whole, ...parts].filter((line) => line.points.length > 0);
}
