/** Model, protocol and live side by side: for a terminal, and as a page. */
import { outcomeOfReality, type Reality, type RealityRow } from '../result/reality.ts';
import type { Outcome, Verdict } from '../result/result.ts';
import { inColumns } from './columns.ts';
import { formatSpan, formatValue, NO_VALUE } from './format.ts';
import type { Style } from './style.ts';
import { COLOUR, MARK, tally, verdictLines } from './terminal/verdicts.ts';

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

function tableOf(rows: readonly RealityRow[], style: Style): string[] {
  const [heads, ...lines] = inColumns([HEADS, ...rows.map(cellsOf)], ALIGN);
  const body = lines.map((line, at) => {
    const { band } = rows[at]!;
    if (band === undefined) return style.dim(line);
    return style[COLOUR[band.outcome]](line);
  });
  return [style.dim(heads!), ...body];
}

const saidOf = (reality: Reality, style: Style): string =>
  style[COLOUR[outcomeOfReality(reality)]](verdictOf(reality));

/** @returns several lines, with a line break at the end. @param file as the user named it. */
export function realityText(reality: Reality, style: Style, file = reality.file): string {
  const { title, verdicts } = reality;
  return [
    style.bold(title),
    style.dim(factsOf(reality)),
    '',
    ...tableOf(reality.rows, style),
    '',
    ...notesOf(reality).map((note) => style.dim(note)),
    saidOf(reality, style),
    ...(verdicts.length === 0
      ? []
      : ['', ...verdictLines(verdicts, { style, file }), tally(reality, style)]),
    '',
  ].join('\n');
}

/** @returns what did not pass, as lines with a break at the end; nothing when all did. @param file as above. */
export function realityDoubts(reality: Reality, style: Style, file = reality.file): string {
  const { complete } = reality;
  const hasPassed = ({ outcome }: { readonly outcome: Outcome }) => outcome === 'pass';
  const rows = reality.rows.filter(({ band }) => band !== undefined && !hasPassed(band));
  const verdicts = reality.verdicts.filter((verdict) => !hasPassed(verdict));
  const lines = [
    ...(rows.length === 0 ? [] : tableOf(rows, style)),
    ...(rows.length === 0 && complete ? [] : [saidOf(reality, style)]),
    ...verdictLines(verdicts, { style, file }),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

function assertionOf({ text, outcome, value, unit, reason }: Verdict): string {
  const why = reason === undefined ? '' : `: ${reason}`;
  return escaped(`${MARK[outcome]} ${text} · ${formatValue(value, unit)}${why}`);
}

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .6rem; text-align: right; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
:is(th, td):first-child, :is(th, td):nth-child(n+7) { text-align: left; }
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
${reality.verdicts.map((verdict) => `<p>${assertionOf(verdict)}</p>`).join('\n')}
${notesOf(reality)
  .map((note) => `<p class="note">${escaped(note)}</p>`)
  .join('\n')}
</html>
`;
}
