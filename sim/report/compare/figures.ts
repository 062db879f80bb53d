import type { Contrast, FigureComparison } from '../../result/comparison.ts';
import { findMetric } from '../../result/metrics.ts';
import { displayWidth, inColumns } from '../columns.ts';
import { formatValue } from '../format.ts';
import type { Style } from '../style.ts';
import { formatDelta, formatRange, formatRelative } from './difference.ts';
import type { CompareSection } from './section.ts';

const COLOUR: Readonly<Record<Contrast, keyof Style>> = {
  better: 'green',
  worse: 'red',
  alike: 'dim',
  differs: 'yellow',
  inconclusive: 'yellow',
};

const HEADING = ['', 'A', 'B', 'B − A', ''] as const;
const ALIGN = ['left', 'right', 'right', 'right', 'right', 'left'] as const;
const INDENT = '  ';
const GAP = '  ';

/** `p99`, or the group of nodes; a figure that is alone in its metric has neither. */
const nameOf = ({ query }: FigureComparison): string =>
  query.fn === 'value' ? (query.labels.node ?? '') : query.fn;

function cells(figure: FigureComparison): string[] {
  const { a, b, unit } = figure;
  return [
    INDENT + nameOf(figure),
    formatValue(a, unit),
    formatValue(b, unit),
    formatDelta(figure),
    formatRelative(figure),
    formatRange(figure),
  ];
}

interface Row {
  readonly cells: readonly string[];
  readonly contrast?: Contrast | undefined;
  readonly isHeading: boolean;
}

/** Figures of one metric under its name; one that stands alone is named by it. */
function rowsOf(figures: readonly FigureComparison[]): Row[] {
  const metrics = [...new Set(figures.map(({ query }) => query.metric))];
  return metrics.flatMap((metric): Row[] => {
    const members = figures.filter(({ query }) => query.metric === metric);
    const title = findMetric(metric)?.title ?? metric;
    const rows = members.map((figure) => {
      return { cells: cells(figure), contrast: figure.contrast, isHeading: false };
    });
    const [only] = members;
    if (only !== undefined && nameOf(only) === '') {
      return rows.map((row) => ({ ...row, cells: [title, ...row.cells.slice(1)] }));
    }
    return [{ cells: [title], isHeading: true }, ...rows];
  });
}

/** Every figure of both, how far they are apart, and what that says of B. */
export const figuresSection: CompareSection = ({ figures, pairs }, { style }) => {
  if (figures.length === 0) return ['there is nothing to compare'];
  const rows = rowsOf(figures);
  const heads = pairs > 1 ? [...HEADING, '95 % interval'] : HEADING;
  const [heading, ...lines] = inColumns([heads, ...rows.map((row) => row.cells)], ALIGN);
  const columns = Math.max(...lines.map(displayWidth));
  const body = lines.map((line, at) => {
    const { contrast, isHeading } = rows[at]!;
    if (isHeading) return style.bold(line);
    if (contrast === undefined) return line;
    const room = ' '.repeat(columns - displayWidth(line));
    return line + room + GAP + style[COLOUR[contrast]](contrast);
  });
  return [style.dim(heading!), ...body];
};
