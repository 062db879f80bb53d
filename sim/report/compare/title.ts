import { inColumns } from '../columns.ts';
import { formatSpan } from '../format.ts';
import type { CompareSection } from './section.ts';

function replicated(pairs: number): string {
  if (pairs === 0) return 'no replication that both ran to its end';
  return pairs === 1 ? '1 replication each' : `${pairs} replications each, on the same customers`;
}

/** Which two, from which seed, for how long. */
export const titleSection: CompareSection = ({ a, b, pairs, complete }, { style, files }) => {
  const names = [
    ['A', files[0], a.title],
    ['B', files[1], b.title],
  ];
  const measured = `${formatSpan(a.durationMs - a.warmupMs)} measured`;
  const facts = [
    `seed ${a.seed}`,
    replicated(pairs),
    a.warmupMs > 0 ? `${measured} after ${formatSpan(a.warmupMs)} of warm-up` : measured,
  ];
  const lines = inColumns(names, ['left', 'left', 'left']).map(style.bold);
  if (!complete) lines.push(style.yellow('interrupted: the differences are of what was run'));
  return [...lines, style.dim(facts.join(' · '))];
};
