/** A Result as the summary at the end of a run. */
import type { Result } from '../result/result.ts';
import { doubtsSection } from './terminal/doubts.ts';
import type { Section, SummaryOptions } from './terminal/layout.ts';
import { messagesSection, requestsSection } from './terminal/load.ts';
import { phasesSection } from './terminal/phases.ts';
import { precisionSection } from './terminal/precision.ts';
import { tiersSection } from './terminal/tiers.ts';
import { deliverySection, latencySection } from './terminal/times.ts';
import { titleSection } from './terminal/title.ts';
import { verdictsSection } from './terminal/verdicts.ts';
import { videoSection } from './terminal/video.ts';

export type { SummaryOptions } from './terminal/layout.ts';
export { verdictLines } from './terminal/verdicts.ts';

const replaySection: Section = (_result, { style, replay }) => [style.dim(`replay: ${replay}`)];

/** In the order shown; sections in one list stand together. */
const BLOCKS: readonly (readonly Section[])[] = [
  [titleSection],
  [latencySection, requestsSection],
  [videoSection],
  [deliverySection, messagesSection],
  [tiersSection],
  [phasesSection],
  [precisionSection, doubtsSection],
  [verdictsSection],
  [replaySection],
];

/** @returns several lines, with a line break at the end; the same for equal Results and options. */
export function summary(result: Result, options: SummaryOptions): string {
  const blocks = BLOCKS.map((sections) => sections.flatMap((section) => section(result, options)));
  const lines = blocks.filter((block) => block.length > 0).map((block) => block.join('\n'));
  return `${lines.join('\n\n')}\n`;
}
