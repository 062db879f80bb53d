/** Lines over virtual time, with phases shaded and the cursor shared by all charts of a page. */
import uPlot from 'uplot';
import { type Band, type Chart, followWidth } from './chart.ts';
import { type Colour, resolveColour } from './palette.ts';
import { TIME_STEPS_MS } from './ticks.ts';

export interface Line {
  readonly name: string;
  readonly colour: Colour;
  /** Lengths of dashes and gaps, px; tells lines apart without colour. */
  readonly dash?: readonly number[];
  /** Drawn pale and without an entry in the legend: what the others are compared with. */
  readonly isPale?: boolean;
  /** One value a window; null where there is none. */
  readonly values: readonly (number | null)[];
}

export interface TimeData {
  readonly windowMs: number;
  readonly durationMs: number;
  readonly warmupMs: number;
  readonly lines: readonly Line[];
  readonly phases: readonly Band[];
}

export interface TimeChartOptions {
  readonly heightPx: number;
  /** Whether values are shares, drawn from 0 to 1. */
  readonly isRatio?: boolean;
  readonly isLog?: boolean;
  readonly formatValue: (value: number | null) => string;
  readonly formatTime: (ms: number) => string;
}

export interface TimeValues {
  readonly timesMs: readonly number[];
  readonly lines: Readonly<Record<string, readonly (number | null)[]>>;
}

/** Opacity of pale lines: seen when looked for. */
const PALE = 0.35;
const AXIS_FONT = '11px system-ui, sans-serif';

/** A window's value stands at the middle of its window. */
function timesOf(data: TimeData): number[] {
  const windows = Math.max(0, ...data.lines.map(({ values }) => values.length));
  return Array.from({ length: windows }, (_, index) => (index + 0.5) * data.windowMs);
}

function aligned(data: TimeData): uPlot.AlignedData {
  const times = timesOf(data);
  const columns = data.lines.map(({ values }) => times.map((_, index) => values[index] ?? null));
  return [times, ...columns];
}

/** The lines' identity: while it stays, new values are a cheap update. */
const identity = (data: TimeData): string =>
  `${data.durationMs} ${data.lines.map((line) => line.name).join('|')}`;

export function renderTimeChart(
  element: HTMLElement,
  first: TimeData,
  options: TimeChartOptions,
): Chart<TimeData, TimeValues> {
  let data = first;
  let plot: uPlot | undefined;
  const legend = document.createElement('div');
  const canvas = document.createElement('div');
  legend.className = 'legend';
  element.replaceChildren(legend, canvas);

  const rebuild = (widthPx: number): void => {
    plot?.destroy();
    const settings = settingsOf(element, widthPx, options, () => data);
    const showCursor = (self: uPlot) => writeLegend(legend, data, options, self.cursor.idx);
    plot = new uPlot(
      { ...settings, hooks: { ...settings.hooks, setCursor: [showCursor] } },
      aligned(data),
      canvas,
    );
    writeLegend(legend, data, options);
  };
  const stopFollowing = followWidth(element, rebuild);

  return {
    update(next) {
      const sameLines = identity(next) === identity(data);
      data = next;
      if (plot === undefined) return;
      if (sameLines) plot.setData(aligned(data));
      else rebuild(plot.width);
      writeLegend(legend, data, options, plot.cursor.idx);
    },
    destroy() {
      stopFollowing();
      plot?.destroy();
      element.replaceChildren();
    },
    values: () => {
      const [timesMs = [], ...columns] = plot?.data ?? [];
      const named = data.lines.map((line, index) => [line.name, columns[index] ?? []]);
      return { timesMs: [...timesMs], lines: Object.fromEntries(named) };
    },
  };
}

/** Names the lines, with their values where the cursor stands. */
function writeLegend(
  legend: HTMLElement,
  data: TimeData,
  options: TimeChartOptions,
  index?: number | null,
): void {
  const named = data.lines.filter(({ isPale }) => isPale !== true);
  const entries = named.map((line) => {
    const entry = document.createElement('span');
    const swatch = document.createElement('i');
    swatch.style.borderTopColor = `var(${line.colour})`;
    swatch.style.borderTopStyle = line.dash === undefined ? 'solid' : 'dashed';
    const value = document.createElement('b');
    const under = index === undefined || index === null ? undefined : line.values[index];
    value.textContent = under === undefined ? '' : options.formatValue(under);
    entry.append(swatch, line.name, value);
    return entry;
  });
  legend.replaceChildren(...entries);
}

function settingsOf(
  element: HTMLElement,
  widthPx: number,
  options: TimeChartOptions,
  data: () => TimeData,
): uPlot.Options {
  const colour = (name: Colour) => resolveColour(element, name);
  return {
    width: widthPx,
    height: options.heightPx,
    legend: { show: false },
    padding: [12, 22, 0, 0],
    cursor: {
      sync: { key: 'virtual-time' },
      y: false,
      points: { size: 7 },
      drag: { setScale: false },
    },
    scales: {
      x: { time: false, range: () => [0, data().durationMs] },
      y: options.isLog === true ? { distr: 3 } : { range: (_, _min, max) => yRange(max, options) },
    },
    axes: axesOf(colour, options),
    series: [{}, ...data().lines.map((line) => lineSettings(line, colour(line.colour)))],
    hooks: { drawClear: [(plot) => shade(plot, data(), colour)] },
  };
}

const yRange = (max: number | null, { isRatio }: TimeChartOptions): [number, number] =>
  isRatio === true ? [0, 1] : [0, max === null || max <= 0 ? 1 : max * 1.08];

const lineSettings = (line: Line, stroke: string): uPlot.Series => ({
  label: line.name,
  stroke,
  width: 1.75,
  points: { show: false },
  ...(line.isPale === true ? { alpha: PALE } : {}),
  ...(line.dash === undefined ? {} : { dash: [...line.dash] }),
});

function axesOf(colour: (name: Colour) => string, options: TimeChartOptions): uPlot.Axis[] {
  const common = {
    stroke: colour('--muted'),
    font: AXIS_FONT,
    grid: { stroke: colour('--grid'), width: 1 },
    ticks: { show: false },
  };
  return [
    {
      ...common,
      grid: { show: false },
      size: 28,
      space: 56,
      incrs: [...TIME_STEPS_MS],
      values: (_, splits) => splits.map(options.formatTime),
    },
    {
      ...common,
      size: 62,
      space: 32,
      values: (_, splits) =>
        splits.map((value) => (value === null ? '' : options.formatValue(value))),
    },
  ];
}

/** Paints the warm-up and the phases behind the lines. */
function shade(plot: uPlot, data: TimeData, colour: (name: Colour) => string): void {
  const { ctx, bbox } = plot;
  const paint = (fromMs: number, toMs: number, fill: string) => {
    const left = plot.valToPos(fromMs, 'x', true);
    const right = plot.valToPos(Math.min(toMs, data.durationMs), 'x', true);
    ctx.fillStyle = fill;
    ctx.fillRect(left, bbox.top, Math.max(right - left, devicePixelRatio), bbox.height);
  };
  ctx.save();
  if (data.warmupMs > 0) paint(0, data.warmupMs, colour('--warmup'));
  for (const phase of data.phases)
    paint(phase.fromMs, phase.toMs, colour(phase.isFault ? '--fault' : '--phase'));
  ctx.restore();
}
