import type { Precision, Result } from '../../result/result.ts';
import { formatValue } from '../format.ts';
import type { Section } from './layout.ts';

function outcome({ isReached, foundRatio }: Precision, { complete, replications }: Result): string {
  const found = foundRatio === undefined ? 'unknown' : `±${formatValue(foundRatio, 'ratio')}`;
  const after = `${found} after ${replications.length} replications`;
  if (isReached) return `reached, ${after}`;
  return complete ? `not reached, ${after}: expected a larger max` : `not reached yet, ${after}`;
}

/** Whether the figure that decides about the number of replications is known well enough. */
export const precisionSection: Section = (result, { style }) => {
  const { precision } = result;
  if (precision === undefined) return [];
  const line = `until ${precision.text}: ${outcome(precision, result)}`;
  return [precision.isReached ? line : style.yellow(line)];
};
