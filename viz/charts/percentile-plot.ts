/**
 * Percentiles with an axis that gives every nine the same room, so that the tail can be seen.
 * Source: the plots of HdrHistogram (Gil Tene).
 */
import { line, scaleLinear, scaleLog } from 'd3';
import type { Colour } from './palette.ts';
import { type Shape, shape } from './shape.ts';
import { svgChart } from './svg-chart.ts';
import { logTicks } from './ticks.ts';

export interface PercentileLine {
  readonly name: string;
  readonly colour: Colour;
  readonly dash?: string;
  /** `quantile` from 0 up to the last that the sample can tell; values ascend. */
  readonly points: readonly { readonly quantile: number; readonly value: number }[];
}

export type PercentileData = readonly PercentileLine[];

export interface PercentileOptions {
  readonly heightPx: number;
  readonly formatValue: (value: number) => string;
}

const LEFT = 62;
/** Names stand right of the plot, which leaves room for the longest, px a character. */
const CHARACTER = 7;
const roomForNames = (data: PercentileData) =>
  Math.min(140, 16 + CHARACTER * Math.max(0, ...data.map(({ name }) => name.length)));
const TOP = 12;
const BOTTOM = 28;
const TICKS = [0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999];

const ninesOf = (quantile: number) => -Math.log10(1 - quantile);
const tickText = (quantile: number) => `${Number((quantile * 100).toFixed(4))}%`;

export function percentileShape(
  data: PercentileData,
  widthPx: number,
  options: PercentileOptions,
): Shape {
  const points = data.flatMap((entry) => entry.points);
  const values = points.map((point) => point.value).filter((value) => value > 0);
  const lastNines = Math.max(1, ...points.map((point) => ninesOf(point.quantile)));
  const rightPx = widthPx - roomForNames(data);
  const x = scaleLinear([0, lastNines], [LEFT, rightPx]);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const y = scaleLog([low * 0.9, high * 1.1], [options.heightPx - BOTTOM, TOP]);
  const attributes = { class: 'picture', viewBox: `0 0 ${widthPx} ${options.heightPx}` };
  const size = { width: widthPx, height: options.heightPx };
  if (values.length === 0) return shape('svg', { ...attributes, ...size });
  return shape('svg', { ...attributes, ...size }, [
    ...logTicks(low * 0.9, high * 1.1).flatMap((tick) =>
      valueTick(tick, y(tick), rightPx, options),
    ),
    ...TICKS.filter((tick) => ninesOf(tick) <= lastNines + 1e-9).map((tick) =>
      percentTick(tick, x(ninesOf(tick)), options.heightPx),
    ),
    ...data.map((entry) => curve(entry, x, y)),
    ...endLabels(data, rightPx + 8, y),
  ]);
}

type Scale = (value: number) => number;

function valueTick(tick: number, y: number, rightPx: number, options: PercentileOptions): Shape[] {
  return [
    shape('line', { class: 'grid', x1: LEFT, x2: rightPx, y1: y, y2: y }),
    shape(
      'text',
      { class: 'tick', x: LEFT - 8, y: y + 4, 'text-anchor': 'end' },
      options.formatValue(tick),
    ),
  ];
}

const percentTick = (tick: number, x: number, heightPx: number): Shape =>
  shape('g', {}, [
    shape('line', { class: 'grid', x1: x, x2: x, y1: TOP, y2: heightPx - BOTTOM }),
    shape('text', { class: 'tick', x, y: heightPx - 8, 'text-anchor': 'middle' }, tickText(tick)),
  ]);

function curve(entry: PercentileLine, x: Scale, y: Scale): Shape {
  const draw = line<PercentileLine['points'][number]>(
    (point) => x(ninesOf(point.quantile)),
    (point) => y(Math.max(point.value, 1e-9)),
  ).digits(2);
  return shape('path', {
    class: 'curve',
    d: draw(entry.points) ?? '',
    style: `stroke: var(${entry.colour})`,
    'stroke-dasharray': entry.dash,
  });
}

const LABEL_GAP = 14;

/** Names at the heights of the lines' ends, pushed apart where they would overlap. */
function endLabels(data: PercentileData, x: number, y: Scale): Shape[] {
  const ends = data
    .filter((entry) => entry.points.length > 0)
    .map((entry) => ({ entry, end: entry.points[entry.points.length - 1]! }))
    .sort((a, b) => b.end.value - a.end.value);
  let lowest = Number.NEGATIVE_INFINITY;
  return ends.map(({ entry, end }) => {
    lowest = Math.max(y(end.value) + 4, lowest + LABEL_GAP);
    const place = { x, y: lowest };
    return shape(
      'text',
      { class: 'label', ...place, style: `fill: var(${entry.colour})` },
      entry.name,
    );
  });
}

export const renderPercentilePlot = svgChart(percentileShape);
