/** The numbers behind a chart as a table: for people who cannot see it, and for spreadsheets. */
import type { HeatmapData } from '../charts/heatmap.ts';
import type { PercentileData } from '../charts/percentile-plot.ts';
import type { PhasesData } from '../charts/phases.ts';
import type { TimeData } from '../charts/time-chart.ts';
import type { TopologyData } from '../charts/topology.ts';

export type Cell = string | number | null;

/** Column names carry their units, as in code: `from_ms`. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export function timeTable(data: TimeData): Table {
  const windows = data.lines[0]?.values.length ?? 0;
  return {
    columns: ['from_ms', ...data.lines.map((line) => line.name)],
    rows: Array.from({ length: windows }, (_, index) => [
      index * data.windowMs,
      ...data.lines.map((line) => line.values[index] ?? null),
    ]),
  };
}

/** Cells that hold something; empty ones say nothing and are left out. */
export function heatTable(data: HeatmapData): Table {
  const rows = data.counts.flatMap((column, index) =>
    column.flatMap((count, row) =>
      count === 0 ? [] : [[index * data.windowMs, data.edges[row]!, data.edges[row + 1]!, count]],
    ),
  );
  return { columns: ['from_ms', 'low_ms', 'high_ms', 'count'], rows };
}

export const percentileTable = (data: PercentileData): Table => ({
  columns: ['line', 'quantile', 'value_ms'],
  rows: data.flatMap((line) =>
    line.points.map((point) => [line.name, point.quantile, point.value]),
  ),
});

export const topologyTable = (data: TopologyData): Table => ({
  columns: ['from', 'to', 'calls_per_second', 'hit_ratio_of_to'],
  rows: data.edges.map((edge) => {
    const to = data.nodes.find((node) => node.name === edge.to);
    return [edge.from, edge.to, edge.ratePerSecond, to?.hitRatio ?? null];
  }),
});

export const phasesTable = (data: PhasesData): Table => ({
  columns: ['name', 'action', 'from_ms', 'to_ms', 'text'],
  rows: data.bars.map((bar) => [bar.name, bar.action, bar.fromMs, bar.toMs, bar.text]),
});

/** Quoted where needed (RFC 4180); formulas are defused, because names come from scenario files. */
function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const toCsv = ({ columns, rows }: Table): string =>
  `${[columns, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
