import type { Result } from '../../result/result.ts';
import { formatSpan } from '../format.ts';
import type { Section } from './layout.ts';

function measured({ scenario, complete, replications }: Result): string {
  const { durationMs, warmupMs } = scenario;
  const after = warmupMs > 0 ? ` after ${formatSpan(warmupMs)} of warm-up` : '';
  if (complete) return `${formatSpan(durationMs - warmupMs)} measured${after}`;
  const reached = replications.at(-1)?.simulatedMs ?? 0;
  return `${formatSpan(Math.max(0, reached - warmupMs))} measured${after}`;
}

function replicated({ scenario, complete, replications }: Result): string[] {
  const { length } = replications;
  if (!complete && scenario.replications > 1) {
    return [`in replication ${length} of ${scenario.replications}`];
  }
  return length > 1 ? [`${length} replications`] : [];
}

/** What ran, from which seed, for how long. */
export const titleSection: Section = (result, { style }) => {
  const facts = [`seed ${result.scenario.seed}`, ...replicated(result), measured(result)];
  const lines = [style.bold(result.scenario.title), style.dim(facts.join(' · '))];
  if (!result.complete) lines.push(style.yellow('interrupted: figures and verdicts are partial'));
  return lines;
};
