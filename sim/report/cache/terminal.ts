/** A cache study for the terminal: a table for each trace, the best of each size in green. */
import type { CacheRow, CacheStudy, TraceFacts } from '../../result/cache-row.ts';
import { inColumns } from '../columns.ts';
import { formatValue, NO_VALUE } from '../format.ts';
import { sparkline } from '../sparkline.ts';
import type { Style } from '../style.ts';
import { bestOf, type Figure, figuresOf, type RankedTrace, rankedTraces } from './ranking.ts';

const TITLES: Readonly<Record<Figure, string>> = {
  missRatio: 'miss ratio',
  byteMissRatio: 'byte miss ratio',
};
/** Fewer sizes are no curve. */
const LEAST_SIZES = 4;

export function cacheStudyText(study: CacheStudy, style: Style): string {
  const sections = rankedTraces(study.rows).map((ranked) => {
    const facts = study.facts.find(({ trace }) => trace === ranked.trace)!;
    return traceText(ranked, facts, style);
  });
  const stopped = study.complete ? [] : ['stopped: what is missing was not replayed'];
  return `${[...sections, ...stopped].join('\n\n')}\n`;
}

function traceText(ranked: RankedTrace, facts: TraceFacts, style: Style): string {
  const tables = figuresOf(ranked).map((figure) => tableText(ranked, figure, style));
  return [factsText(facts, style), ...notes(ranked, facts), ...tables].join('\n');
}

function factsText(facts: TraceFacts, { bold }: Style): string {
  const count = (value: number) => formatValue(value, 'count');
  const bytes = (value: number) => formatValue(value, 'bytes');
  const { trace, requests, objects, uniqueBytes, requestBytes } = facts;
  return (
    `${bold(trace)}  ${count(requests)} requests for ${count(objects)} objects, ` +
    `${bytes(requestBytes)} of ${bytes(uniqueBytes)}`
  );
}

/** What the reader of the figures should know of the trace. */
function notes({ sizes, unitSize }: RankedTrace, facts: TraceFacts): string[] {
  const { skipped, largestBytes } = facts;
  const [smallest] = sizes;
  const isTooLarge = !unitSize && smallest !== undefined && largestBytes > smallest;
  return [
    ...(skipped > 0 ? [`note: ${formatValue(skipped, 'count')} bad records were left out`] : []),
    ...(isTooLarge
      ? [
          `note: objects of up to ${formatValue(largestBytes, 'bytes')} never fit the smallest cache`,
        ]
      : []),
  ];
}

function tableText(ranked: RankedTrace, figure: Figure, style: Style): string {
  const { sizes, policies, unitSize } = ranked;
  const unit = unitSize ? 'count' : 'bytes';
  const best = bestOf(ranked, figure);
  const cell = (row: CacheRow | undefined, at: number) => {
    const text = formatValue(row?.[figure], 'ratio');
    return row?.[figure] === best[at] ? style.green(text) : text;
  };
  const isCurve = sizes.length >= LEAST_SIZES;
  const head = [
    TITLES[figure],
    ...sizes.map((size) => formatValue(size, unit)),
    ...(isCurve ? ['over size'] : []),
    ...(figure === 'missRatio' ? ['requests/s'] : []),
  ];
  const lines = policies.map(({ label, rows }) => [
    `  ${label}`,
    ...rows.map(cell),
    ...(isCurve
      ? [
          sparkline(
            rows.map((row) => row?.[figure]),
            sizes.length,
          ),
        ]
      : []),
    ...(figure === 'missRatio' ? [speedOf(rows)] : []),
  ]);
  const align = ['left', ...sizes.map(() => 'right'), ...(isCurve ? ['left'] : [])] as const;
  return inColumns([head, ...lines], align as readonly ('left' | 'right')[]).join('\n');
}

/** The slowest replay of a policy: what one can count on. */
function speedOf(rows: readonly (CacheRow | undefined)[]): string {
  const known = rows.flatMap((row) => (row === undefined ? [] : [row.requestsPerSecond]));
  return known.length === 0 ? NO_VALUE : formatValue(Math.min(...known), 'count');
}
