/** A Result as the summary at the end of a run. */
import type { Result } from '../result/result.ts';
import { costSection } from './terminal/cost.ts';
import { doubtsSection } from './terminal/doubts.ts';
import type { Section, SummaryOptions } from './terminal/layout.ts';
import { messagesSection, requestsSection } from './terminal/load.ts';
import { metastableSection } from './terminal/metastable.ts';
import { phasesSection } from './terminal/phases.ts';
import { precisionSection } from './terminal/precision.ts';
import { promisesSection } from './terminal/promises.ts';
import { routesSection } from './terminal/routes.ts';
import { sessionsSection } from './terminal/sessions.ts';
import { storageSection } from './terminal/storage.ts';
import { tiersSection } from './terminal/tiers.ts';
import { deliverySection, latencySection, tasksSection } from './terminal/times.ts';
import { titleSection } from './terminal/title.ts';
import { verdictsSection } from './terminal/verdicts.ts';
import { videoSection } from './terminal/video.ts';

export type { SummaryOptions } from './terminal/layout.ts';
export { brokenPromiseLines } from './terminal/promises.ts';
export { verdictLines } from './terminal/verdicts.ts';

const replaySection: Section = (_result, { style, replay }) => [style.dim(`replay: ${replay}`)];

/** In the order shown; sections in one list stand together. */
const BLOCKS: readonly (readonly Section[])[] = [
  [titleSection],
  [latencySection, requestsSection],
  [videoSection],
  [tasksSection],
  [deliverySection, messagesSection, promisesSection],
  [sessionsSection],
  [tiersSection],
  [storageSection],
  [routesSection],
  [costSection],
  [phasesSection],
  [metastableSection],
  [precisionSection, doubtsSection],
  [verdictsSection],
  [replaySection],
];

/** What a Result that was priced anew has to say. */
const PRICE_BLOCKS: readonly (readonly Section[])[] = [
  [titleSection],
  [latencySection, requestsSection],
  [costSection],
  [verdictsSection],
  [replaySection],
];

/** @returns several lines, with a line break at the end; the same for equal Results and options. */
export const summary = (result: Result, options: SummaryOptions): string =>
  text(BLOCKS, result, options);

/** As `summary`, of a Result that is there and has new prices. */
export const priceSummary = (result: Result, options: SummaryOptions): string =>
  text(PRICE_BLOCKS, result, options);

function text(
  wanted: readonly (readonly Section[])[],
  result: Result,
  options: SummaryOptions,
): string {
  const blocks = wanted.map((sections) => sections.flatMap((section) => section(result, options)));
  const lines = blocks.filter((block) => block.length > 0).map((block) => block.join('\n'));
  return `${lines.join('\n\n')}\n`;
}
