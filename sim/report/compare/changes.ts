import { displayWidth, inColumns } from '../columns.ts';
import { NO_VALUE } from '../format.ts';
import { cut } from './cut.ts';
import type { CompareSection } from './section.ts';

const ALIGN = ['left', 'left', 'left'] as const;
/** Between columns, and in front of a row. */
const GAP = '  ';

/** What is written differently in the two scenarios. */
export const changesSection: CompareSection = ({ changes }, { style, width }) => {
  if (changes.length === 0) return [style.dim('the two scenarios say the same')];
  const paths = changes.map(({ path }) => GAP + path);
  const before = changes.map(({ a = NO_VALUE }) => a);
  const left = Math.max(...paths.map(displayWidth), displayWidth('changed'));
  const room = Math.max(2, width - left - 2 * GAP.length);
  const widest = Math.max(...before.map(displayWidth));
  // A takes what it needs, up to a half; B what is left.
  const roomOfA = Math.min(widest, Math.floor(room / 2));
  const rows = changes.map(({ b = NO_VALUE }, at) => [
    paths[at]!,
    cut(before[at]!, roomOfA),
    cut(b, room - roomOfA),
  ]);
  const [heading, ...body] = inColumns([['changed', 'A', 'B'], ...rows], ALIGN);
  return [style.dim(heading!), ...body];
};
