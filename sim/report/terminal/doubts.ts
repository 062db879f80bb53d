import { type Doubt, doubts } from '../../result/doubts.ts';
import { DURING, type Query } from '../../result/query.ts';
import { formatSpan, formatValue } from '../format.ts';
import type { Section } from './layout.ts';

const MORE = 'run longer, or with more replications';

/** A query as an assertion would write it. */
function written({ fn, metric, labels }: Query): string {
  const pairs = Object.entries(labels).map(([name, value]) =>
    name === DURING ? `${name}="${value}"` : `${name}=${value}`,
  );
  const selection = pairs.length > 0 ? `${metric}{${pairs.join(', ')}}` : metric;
  return fn === 'value' ? selection : `${fn}(${selection})`;
}

function text(doubt: Doubt): string {
  const name = written(doubt.query);
  if (doubt.kind === 'few-samples') {
    const samples = formatValue(doubt.samples, 'count');
    return `${name}: ${samples} samples are too few to bound it: ${MORE}`;
  }
  if (doubt.kind === 'correlated') {
    const lag1 = formatValue(doubt.lag1, 'count');
    return `${name}: drifts slowly (lag-1 ${lag1}), so one run of this length is not sure: ${MORE}`;
  }
  const { settledMs } = doubt;
  if (settledMs === undefined) return `${name}: has not settled when the run ends: run longer`;
  return `${name}: settles at about ${formatSpan(settledMs)}: expected a warm-up as long`;
}

/** Why not to rely on some figures, when there is a reason. */
export const doubtsSection: Section = (result, { style }) =>
  doubts(result).map((doubt) => style.yellow(`note: ${text(doubt)}`));
