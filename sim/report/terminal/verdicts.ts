import type { Outcome, Result, Verdict } from '../../result/result.ts';
import { displayWidth, inColumns } from '../columns.ts';
import { formatValue } from '../format.ts';
import type { Style } from '../style.ts';
import type { Section, SummaryOptions } from './layout.ts';

export const MARK: Readonly<Record<Outcome, string>> = { pass: '✓', fail: '✗', inconclusive: '?' };

export const COLOUR: Readonly<Record<Outcome, keyof Style>> = {
  pass: 'green',
  fail: 'red',
  inconclusive: 'yellow',
};

function cells({ outcome, text, value, low, high, unit, line }: Verdict, file: string): string[] {
  const range =
    low === undefined || high === undefined
      ? ''
      : `[${formatValue(low, unit)}, ${formatValue(high, unit)}]`;
  return [`${MARK[outcome]} ${text}`, formatValue(value, unit), range, `${file}:${line}`];
}

const ALIGN = ['left', 'right', 'left', 'left'] as const;

/** One line a verdict, and a second one that says why when the numbers do not. */
export function verdictLines(
  verdicts: readonly Verdict[],
  { file, style }: Pick<SummaryOptions, 'file' | 'style'>,
): string[] {
  const rows = verdicts.map((verdict) => cells(verdict, file));
  const hasRanges = rows.some((row) => row[2] !== '');
  const shown = hasRanges ? rows : rows.map((row) => [row[0]!, row[1]!, row[3]!]);
  const align = hasRanges ? ALIGN : (['left', 'right', 'left'] as const);
  return inColumns(shown, align).flatMap((line, at) => {
    const { outcome, reason } = verdicts[at]!;
    const first = line.slice(0, displayWidth(MARK[outcome]));
    const marked = style[COLOUR[outcome]](first) + line.slice(first.length);
    return reason === undefined ? [marked] : [marked, style.dim(`    ${reason}`)];
  });
}

/** How many assertions held, in words. */
export function tally(
  { verdicts, complete }: Pick<Result, 'verdicts' | 'complete'>,
  style: Style,
): string {
  const count = (outcome: Outcome) => verdicts.filter((one) => one.outcome === outcome).length;
  const parts = [
    style.green(`${count('pass')} passed`),
    ...(count('fail') > 0 ? [style.red(`${count('fail')} failed`)] : []),
    ...(count('inconclusive') > 0 ? [style.yellow(`${count('inconclusive')} inconclusive`)] : []),
  ];
  return `assertions: ${parts.join(', ')}${complete ? '' : style.yellow(' (partial)')}`;
}

/** What became of the assertions, with the line each of them stands on. */
export const verdictsSection: Section = (result, options) => {
  if (result.verdicts.length === 0) return [];
  return [...verdictLines(result.verdicts, options), tally(result, options.style)];
};
