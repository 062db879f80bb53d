/** A cache study as one file that opens in any browser, without scripts. */
import type { CacheCurve, CacheRow, CacheStudy } from '../../result/cache-row.ts';
import { formatValue } from '../format.ts';
import { curvesSvg } from './curves.ts';
import { bestOf, type Figure, figuresOf, type RankedTrace, rankedTraces } from './ranking.ts';

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
svg { width: 100%; height: auto; font: 12px system-ui, sans-serif; fill: currentColor; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { padding: 0.15rem 0.75rem; text-align: right; font-variant-numeric: tabular-nums; }
th:first-child, td:first-child { text-align: left; }
tr + tr { border-top: 1px solid #8884; }
.best { font-weight: 700; }
.scroll { overflow-x: auto; }`;

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

export function cacheStudyHtml(study: CacheStudy): string {
  const sections = rankedTraces(study.rows).map((ranked) => section(ranked, study));
  const stopped = study.complete ? '' : '<p>Stopped: what is missing was not replayed.</p>';
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Twinwing: caches</title>
<style>${STYLE}</style>
<h1>What caches miss</h1>
${stopped}${sections.join('\n')}
</html>
`;
}

function section(ranked: RankedTrace, { facts, curves }: CacheStudy): string {
  const { trace } = ranked;
  const { requests, objects, uniqueBytes } = facts.find((own) => own.trace === trace)!;
  const count = (value: number) => formatValue(value, 'count');
  const about =
    `${count(requests)} requests for ${count(objects)} objects` +
    ` (${formatValue(uniqueBytes, 'bytes')})`;
  const pictures = figuresOf(ranked).map((figure) => {
    const isOwn = (curve: CacheCurve) => figure === 'missRatio' && curve.trace === trace;
    const beside = curves.filter(isOwn);
    const title = figure === 'missRatio' ? 'Miss ratio' : 'Byte miss ratio';
    return `<h3>${title}</h3>${curvesSvg(ranked, figure, beside)}${table(ranked, figure)}`;
  });
  return `<h2>${escaped(trace)}</h2><p>${about}</p>${pictures.join('')}`;
}

function table(ranked: RankedTrace, figure: Figure): string {
  const { sizes, policies, unitSize } = ranked;
  const head = sizes.map((size) => `<th>${formatValue(size, unitSize ? 'count' : 'bytes')}</th>`);
  const best = bestOf(ranked, figure);
  const cell = (row: CacheRow | undefined, at: number) => {
    const isBest = row !== undefined && row[figure] === best[at];
    return `<td${isBest ? ' class="best"' : ''}>${formatValue(row?.[figure], 'ratio')}</td>`;
  };
  const lines = policies.map(
    ({ label, rows }) => `<tr><td>${escaped(label)}</td>${rows.map(cell).join('')}</tr>`,
  );
  return `<div class="scroll"><table><tr><th>policy</th>${head.join('')}</tr>${lines.join('')}</table></div>`;
}
