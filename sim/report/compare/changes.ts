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
  const left = Math.max(...paths.map(displayWidth), displayWidth('changed'));
  const room = Math.max(1, Math.floor((width - left - 2 * GAP.length) / 2));
  const side = (text = NO_VALUE) => cut(text, room);
  const rows = changes.map(({ a, b }, at) => [paths[at]!, side(a), side(b)]);
  const [heading, ...body] = inColumns([['changed', 'A', 'B'], ...rows], ALIGN);
  return [style.dim(heading!), ...body];
};
