/** A cache study for the terminal: a table for each trace, the best of each size in green. */
import type {
  CacheCurve,
  CacheRow,
  CacheStudy,
  TooLarge,
  TraceFacts,
} from '../../result/cache-row.ts';
import { inColumns } from '../columns.ts';
import { formatValue } from '../format.ts';
import { sparkline } from '../sparkline.ts';
import type { Style } from '../style.ts';
import { bestOf, type Figure, figuresOf, type RankedTrace, rankedTraces } from './ranking.ts';

const TITLES: Readonly<Record<Figure, string>> = {
  missRatio: 'miss ratio',
  byteMissRatio: 'byte miss ratio',
};
/** Columns of a table that fit most terminals. */
const MOST_COLUMNS = 7;
/** Fewer sizes are no curve. */
const LEAST_SIZES = 4;

export function cacheStudyText(study: CacheStudy, style: Style): string {
  const sections = rankedTraces(study.rows).map((ranked) => {
    const facts = study.facts.find(({ trace }) => trace === ranked.trace)!;
    const curves = study.curves.filter(({ trace }) => trace === ranked.trace);
    return traceText(ranked, facts, curves, style);
  });
  const stopped = study.complete ? [] : ['stopped: what is missing was not replayed'];
  return `${[...sections, ...stopped].join('\n\n')}\n`;
}

function traceText(
  ranked: RankedTrace,
  facts: TraceFacts,
  curves: readonly CacheCurve[],
  style: Style,
): string {
  const tables = figuresOf(ranked).map((figure) => {
    return tableText(ranked, figure, figure === 'missRatio' ? curves : [], style);
  });
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
function notes({ policies }: RankedTrace, facts: TraceFacts): string[] {
  const sample = policies[0]!.rows.find((row) => row !== undefined)?.sample;
  const { skipped, tooLarge } = facts;
  return [
    ...(sample !== undefined ? [sampleNote(sample, facts)] : []),
    ...(skipped > 0 ? [`note: ${formatValue(skipped, 'count')} bad records were left out`] : []),
    ...(tooLarge !== undefined ? [tooLargeNote(tooLarge, facts)] : []),
  ];
}

function tooLargeNote({ requests, first }: TooLarge, { largestBytes }: TraceFacts): string {
  const [count, bytes] = [formatValue(requests, 'count'), formatValue(largestBytes, 'bytes')];
  const which = `objects of up to ${bytes} never fit the smallest cache`;
  return `note: ${which}: ${count} requests, from request ${first} on, are misses`;
}

/** Fewer sampled objects make errors of more than a percentage point (SHARDS, FAST 2015, §4). */
const LEAST_SAMPLED = 10_000;

function sampleNote(sample: number, { objects }: TraceFacts): string {
  const sampled = Math.round(sample * objects);
  const doubt =
    sampled < LEAST_SAMPLED ? `: expected ${LEAST_SAMPLED} or more to be within 1 %` : '';
  return `note: estimated from about ${formatValue(sampled, 'count')} objects${doubt}`;
}

function tableText(
  ranked: RankedTrace,
  figure: Figure,
  curves: readonly CacheCurve[],
  style: Style,
): string {
  const { policies, unitSize } = ranked;
  const unit = unitSize ? 'count' : 'bytes';
  const best = bestOf(ranked, figure);
  const shown = shownOf(ranked.sizes);
  const sizes = shown.map((at) => ranked.sizes[at]!);
  const cell = (row: CacheRow | undefined, at: number) => {
    const text = formatValue(row?.[figure], 'ratio');
    return row?.[figure] === best[at] ? style.green(text) : text;
  };
  const isCurve = ranked.sizes.length >= LEAST_SIZES;
  const head = [
    TITLES[figure],
    ...sizes.map((size) => formatValue(size, unit)),
    ...(isCurve ? ['over size'] : []),
  ];
  const lines = policies.map(({ label, rows }) => [
    `  ${label}`,
    ...shown.map((at) => cell(rows[at], at)),
    ...(isCurve
      ? [
          sparkline(
            rows.map((row) => row?.[figure]),
            ranked.sizes.length,
          ),
        ]
      : []),
  ]);
  const beside = curves.map(({ label, points }) => {
    const ratios = sizes.map(
      (size) => points.find(({ cacheSize }) => cacheSize === size)?.missRatio,
    );
    const cells = ratios.map((ratio) => formatValue(ratio, 'ratio'));
    const line = isCurve ? [sparkline(peaksOf(points), ranked.sizes.length)] : [];
    return [`  ${label}`, ...cells, ...line].map((text) => style.dim(text));
  });
  const align = ['left', ...sizes.map(() => 'right'), ...(isCurve ? ['left'] : [])] as const;
  return inColumns([head, ...lines, ...beside], align as readonly ('left' | 'right')[]).join('\n');
}

/** Of many sizes some, evenly spread, the largest among them; the page that `--report` writes has all. */
function shownOf(sizes: readonly number[]): number[] {
  const step = Math.ceil(sizes.length / MOST_COLUMNS);
  const last = sizes.length - 1;
  return [...sizes.keys()].filter((at) => (last - at) % step === 0);
}

const peaksOf = (points: CacheCurve['points']) => points.map(({ missRatio }) => missRatio);
