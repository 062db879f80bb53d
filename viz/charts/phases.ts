/** What happened when: the timeline's phases as bars over the run, with the warm-up before them. */
import { type Shape, shape } from './shape.ts';
import { svgChart } from './svg-chart.ts';
import { timeTicks } from './ticks.ts';

export interface PhaseBar {
  readonly name: string;
  readonly action: string;
  readonly text: string;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface PhasesData {
  readonly durationMs: number;
  readonly warmupMs: number;
  /** How far virtual time has come, ms. */
  readonly nowMs: number;
  readonly bars: readonly PhaseBar[];
}

export interface PhasesOptions {
  readonly warmupText: string;
  readonly formatTime: (ms: number) => string;
}

/** Rows share this height, within what can still be read. */
const ROWS_HEIGHT = 208;
const rowHeight = (rows: number) => Math.max(28, Math.min(56, ROWS_HEIGHT / rows));
const AXIS = 24;
const SIDE = 22;
/** Room that a name needs beside its bar before it moves to the other side, px a character. */
const CHARACTER = 6.6;

export function phasesShape(data: PhasesData, widthPx: number, options: PhasesOptions): Shape {
  const x = (ms: number) =>
    SIDE + (Math.min(ms, data.durationMs) / data.durationMs) * (widthPx - 2 * SIDE);
  const rows = data.bars.length + (data.warmupMs > 0 ? 1 : 0);
  const height = rowHeight(Math.max(1, rows));
  const bottom = rows * height + 4;
  const ticks = timeTicks(data.durationMs, Math.max(2, Math.floor(widthPx / 70)));
  const warmup = {
    name: options.warmupText,
    action: 'warmup',
    text: '',
    fromMs: 0,
    toMs: data.warmupMs,
  };
  const bars = data.warmupMs > 0 ? [warmup, ...data.bars] : data.bars;
  const size = {
    width: widthPx,
    height: bottom + AXIS,
    viewBox: `0 0 ${widthPx} ${bottom + AXIS}`,
  };
  return shape('svg', { class: 'picture', ...size }, [
    ...ticks.flatMap((ms) => [
      shape('line', { class: 'grid', x1: x(ms), x2: x(ms), y1: 0, y2: bottom }),
      shape(
        'text',
        { class: 'tick', x: x(ms), y: bottom + 16, 'text-anchor': 'middle' },
        options.formatTime(ms),
      ),
    ]),
    ...bars.map((bar, row) =>
      barShape(bar, { y: row * height + 6, height: height - 12 }, x, widthPx),
    ),
    shape('line', { class: 'now', x1: x(data.nowMs), x2: x(data.nowMs), y1: 0, y2: bottom }),
  ]);
}

function barShape(
  bar: PhaseBar,
  box: { readonly y: number; readonly height: number },
  x: (ms: number) => number,
  widthPx: number,
): Shape {
  const left = x(bar.fromMs);
  const width = Math.max(x(bar.toMs) - left, 4);
  const fitsRight = left + width + 8 + bar.name.length * CHARACTER < widthPx;
  const label = fitsRight ? { x: left + width + 6 } : { x: left - 6, 'text-anchor': 'end' };
  return shape('g', {}, [
    shape('title', {}, bar.text),
    shape('rect', { class: `bar ${bar.action}`, x: left, ...box, width, rx: 3 }),
    shape('text', { class: 'label', ...label, y: box.y + box.height / 2 + 4 }, bar.name),
  ]);
}

export const renderPhases = svgChart(phasesShape);
