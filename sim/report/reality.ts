/** Model, protocol and live side by side: for a terminal, and as a page. */
import { outcomeOfReality, type Reality, type RealityRow } from '../result/reality.ts';
import type { Outcome } from '../result/result.ts';
import { inColumns } from './columns.ts';
import { formatSpan, formatValue, NO_VALUE } from './format.ts';
import type { Style } from './style.ts';

const HEADS = ['', 'model', 'protocol', 'live', 'live − model', 'live − protocol', 'band', ''];
const ALIGN = ['left', 'right', 'right', 'right', 'right', 'right', 'left', 'left'] as const;
const SHARE_DIGITS = 4;

const WORDS: Readonly<Record<Outcome, string>> = {
  pass: 'within',
  fail: 'outside',
  inconclusive: 'undecided',
};
const VERDICTS: Readonly<Record<Outcome, string>> = {
  pass: 'live is within the bands',
  fail: 'live is outside of a band',
  inconclusive: 'undecided: this machine was busy, and live times are longer for it; try again',
};
const COLOURS = { pass: 'green', fail: 'red', inconclusive: 'yellow' } as const;

/** Shares need their fourth digit, for the band is in the third. */
function shown(value: number | undefined, { unit }: RealityRow): string {
  if (value === undefined) return NO_VALUE;
  return unit === 'ratio' ? value.toFixed(SHARE_DIGITS) : formatValue(value, unit);
}

/** In the unit where that is a share, in per cent of the other elsewhere. */
function gapOf(live: number | undefined, other: number | undefined, { unit }: RealityRow): string {
  if (live === undefined || other === undefined) return NO_VALUE;
  const sign = live < other ? '−' : '+';
  const gap = Math.abs(live - other);
  if (unit === 'ratio') return sign + gap.toFixed(SHARE_DIGITS);
  return other === 0 ? sign + String(gap) : `${sign}${((100 * gap) / other).toFixed(1)} %`;
}

function cellsOf(row: RealityRow): string[] {
  const { figure, model, protocol, live, band } = row;
  return [
    figure,
    shown(model, row),
    shown(protocol, row),
    shown(live, row),
    gapOf(live, model, row),
    gapOf(live, protocol, row),
    band === undefined ? '' : `${band.text} of ${band.against}`,
    band === undefined ? '' : WORDS[band.outcome],
  ];
}

function notesOf({ partial = [], lateness, servers }: Reality): string[] {
  return [
    ...servers,
    ...(partial.length === 0
      ? []
      : [`interrupted: figures of ${partial.join(' and ')} are partial`]),
    `events happened ${formatValue(lateness.p95, 'ms')} after their time (p95), ${formatValue(lateness.most, 'ms')} at most`,
  ];
}

const factsOf = ({ seed, durationMs, warmupMs }: Reality): string =>
  `seed ${seed} · ${formatSpan(durationMs - warmupMs)} measured after ${formatSpan(warmupMs)} of warm-up`;

function verdictOf(reality: Reality): string {
  if (!reality.complete) return 'not held to anything: it was stopped';
  return VERDICTS[outcomeOfReality(reality)];
}

/** @returns several lines, with a line break at the end. */
export function realityText(reality: Reality, style: Style): string {
  const rows = reality.rows.map(cellsOf);
  const [heads, ...lines] = inColumns([HEADS, ...rows], ALIGN);
  const body = lines.map((line, at) => {
    const { band } = reality.rows[at]!;
    if (band === undefined) return style.dim(line);
    return style[COLOURS[band.outcome]](line);
  });
  const verdict = verdictOf(reality);
  return [
    style.bold(reality.title),
    style.dim(factsOf(reality)),
    '',
    style.dim(heads!),
    ...body,
    '',
    ...notesOf(reality).map((note) => style.dim(note)),
    style[COLOURS[outcomeOfReality(reality)]](verdict),
    '',
  ].join('\n');
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .6rem; text-align: right; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
th:first-child, td:first-child, td:nth-child(n+7) { text-align: left; }
.within td:last-child::before { content: "✓ "; }
.outside td:last-child::before { content: "✗ "; }
.undecided td:last-child::before { content: "? "; }
.outside { font-weight: 600; color: light-dark(#b00020, #ff8a80); }
.scroll { overflow-x: auto; }
p.note { opacity: .75; margin: .2rem 0; }
`;

/** @returns a page that opens from disk and loads nothing. */
export function realityPage(reality: Reality): string {
  const cell = (tag: string) => (text: string) => `<${tag}>${escaped(text)}</${tag}>`;
  const rows = reality.rows.map((row) => {
    const kind = row.band === undefined ? '' : ` class="${WORDS[row.band.outcome]}"`;
    return `<tr${kind}>${cellsOf(row).map(cell('td')).join('')}</tr>`;
  });
  const title = escaped(reality.title);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}: model, protocol, live</title>
<style>${STYLE}</style>
<h1>${title}</h1>
<p>${escaped(factsOf(reality))}</p>
<div class="scroll"><table>
<thead><tr>${HEADS.map(cell('th')).join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table></div>
<p><strong>${verdictOf(reality)}</strong></p>
${notesOf(reality)
  .map((note) => `<p class="note">${escaped(note)}</p>`)
  .join('\n')}
</html>
`;
}
