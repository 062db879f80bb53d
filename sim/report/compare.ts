/** A comparison as text for a terminal. */
import type { ResultComparison } from '../result/comparison.ts';
import { changesSection } from './compare/changes.ts';
import { figuresSection } from './compare/figures.ts';
import { notesSection } from './compare/notes.ts';
import type { CompareOptions, CompareSection } from './compare/section.ts';
import { titleSection } from './compare/title.ts';

export type { CompareOptions } from './compare/section.ts';

const replaySection: CompareSection = (_comparison, { style, replay }) => [
  style.dim(`replay: ${replay}`),
];

/** In the order shown. */
const SECTIONS: readonly CompareSection[] = [
  titleSection,
  changesSection,
  figuresSection,
  notesSection,
  replaySection,
];

/** @returns several lines, with a line break at the end; the same for equal comparisons. */
export function comparisonText(comparison: ResultComparison, options: CompareOptions): string {
  const blocks = SECTIONS.map((section) => section(comparison, options).join('\n'));
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}
