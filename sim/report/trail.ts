/** The way of one message, step by step, for terminals. */
import type { TrailStep } from '../result/trail.ts';
import { inColumns } from './columns.ts';
import { formatSpan } from './format.ts';
import type { Style } from './style.ts';

const HEADING = ['time', 'since', 'event', 'what', 'where'] as const;
const ALIGN = ['right', 'right', 'right', 'left', 'left'] as const;
const BROKEN = 'broken promise';

/** @returns one line a step, under a title; what broke a promise is red. */
export function trailText(title: string, steps: readonly TrailStep[], style: Style): string {
  const beginMs = steps[0]?.atMs ?? 0;
  const rows = steps.map(({ atMs, event, what, where }) => [
    `${(atMs / 1000).toFixed(6)}s`,
    `+${formatSpan(atMs - beginMs)}`,
    String(event),
    what,
    where ?? '',
  ]);
  const [heading, ...lines] = inColumns([HEADING, ...rows], ALIGN);
  const shown = lines.map((line, at) => {
    return steps[at]!.what.startsWith(BROKEN) ? style.red(line.trimEnd()) : line.trimEnd();
  });
  return `${[title, style.dim(heading!.trimEnd()), ...shown].join('\n')}\n`;
}
