/** How many values fell where: time to the right, a logarithmic scale upwards, counts as colour. */
import { interpolateViridis } from 'd3';
import { type Band, type Chart, followWidth } from './chart.ts';
import { resolveColour } from './palette.ts';
import { logTicks, timeTicks } from './ticks.ts';

export interface HeatmapData {
  readonly windowMs: number;
  readonly durationMs: number;
  /** Lower edges of the rows and the upper edge of the last, ascending; evenly spaced in logarithm. */
  readonly edges: readonly number[];
  /** `counts[column][row]`. */
  readonly counts: readonly (readonly number[])[];
  readonly phases: readonly Band[];
}

export interface HeatmapOptions {
  readonly heightPx: number;
  /** Colours show the share within a column instead of the count. */
  readonly byColumn: boolean;
  readonly isDark: boolean;
  readonly formatValue: (value: number) => string;
  readonly formatTime: (ms: number) => string;
  readonly describeCell: (cell: HeatmapCell) => string;
}

export interface HeatmapCell {
  readonly fromMs: number;
  readonly low: number;
  readonly high: number;
  readonly count: number;
  readonly columnShare: number;
}

const LEFT = 62;
const RIGHT = 22;
const TOP = 10;
const BOTTOM = 28;

interface Frame {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Low counts stay visible beside high ones: colour follows the square root of the share. */
export function intensity(count: number, most: number): number {
  return count <= 0 || most <= 0 ? 0 : Math.sqrt(count / most);
}

const sum = (column: readonly number[]) => column.reduce((total, count) => total + count, 0);
const largest = (column: readonly number[]) => column.reduce((a, b) => Math.max(a, b), 0);

export function renderHeatmap(
  element: HTMLElement,
  first: HeatmapData,
  options: HeatmapOptions,
): Chart<HeatmapData, HeatmapData> {
  let data = first;
  let frame: Frame = { widthPx: 0, heightPx: options.heightPx };
  const canvas = document.createElement('canvas');
  const readout = document.createElement('div');
  readout.className = 'readout';
  element.replaceChildren(canvas, readout);
  const draw = () => frame.widthPx > 0 && paint(canvas, data, frame, options);
  const stopFollowing = followWidth(element, (widthPx) => {
    frame = { ...frame, widthPx };
    draw();
  });
  canvas.addEventListener('pointermove', (event) => {
    const cell = cellAt(data, frame, event.offsetX, event.offsetY);
    readout.textContent = cell === undefined ? '' : options.describeCell(cell);
  });
  canvas.addEventListener('pointerleave', () => {
    readout.textContent = '';
  });
  return {
    update(next) {
      data = next;
      draw();
    },
    destroy() {
      stopFollowing();
      element.replaceChildren();
    },
    values: () => data,
  };
}

function cellAt(data: HeatmapData, frame: Frame, x: number, y: number): HeatmapCell | undefined {
  const rows = data.edges.length - 1;
  const ms = ((x - LEFT) / (frame.widthPx - LEFT - RIGHT)) * data.durationMs;
  const column = Math.floor(ms / data.windowMs);
  const plotHeight = frame.heightPx - TOP - BOTTOM;
  const row = Math.floor(((frame.heightPx - BOTTOM - y) / plotHeight) * rows);
  const counts = data.counts[column];
  const count = counts?.[row];
  if (counts === undefined || count === undefined) return undefined;
  return {
    fromMs: column * data.windowMs,
    low: data.edges[row]!,
    high: data.edges[row + 1]!,
    count,
    columnShare: count / Math.max(1, sum(counts)),
  };
}

function paint(
  canvas: HTMLCanvasElement,
  data: HeatmapData,
  frame: Frame,
  options: HeatmapOptions,
): void {
  const scale = devicePixelRatio;
  canvas.width = frame.widthPx * scale;
  canvas.height = frame.heightPx * scale;
  canvas.style.width = `${frame.widthPx}px`;
  canvas.style.height = `${frame.heightPx}px`;
  const context = canvas.getContext('2d')!;
  context.scale(scale, scale);
  paintCells(context, data, frame, options);
  paintPhases(context, data, frame, resolveColour(canvas.parentElement!, '--phase-edge'));
  paintAxes(context, data, frame, options, resolveColour(canvas.parentElement!, '--muted'));
}

function paintCells(
  context: CanvasRenderingContext2D,
  data: HeatmapData,
  frame: Frame,
  options: HeatmapOptions,
): void {
  const rows = data.edges.length - 1;
  if (rows < 1 || data.counts.length === 0) return;
  const cells = document.createElement('canvas');
  cells.width = data.counts.length;
  cells.height = rows;
  const image = new ImageData(cells.width, rows);
  const most = data.counts.map(largest);
  const overall = largest(most);
  data.counts.forEach((column, x) => {
    const scale = options.byColumn ? most[x]! : overall;
    column.forEach((count, row) => {
      const level = intensity(count, scale);
      if (level > 0)
        image.data.set(pixel(level, options.isDark), 4 * ((rows - 1 - row) * cells.width + x));
    });
  });
  cells.getContext('2d')!.putImageData(image, 0, 0);
  context.imageSmoothingEnabled = false;
  const width = xOf(data.counts.length * data.windowMs, data, frame) - LEFT;
  context.drawImage(cells, LEFT, TOP, width, frame.heightPx - TOP - BOTTOM);
}

/** More is darker on white and brighter on black. */
export function pixel(level: number, isDark: boolean): [number, number, number, number] {
  const text = interpolateViridis(isDark ? 0.12 + 0.88 * level : 0.96 - 0.96 * level);
  const value = Number.parseInt(text.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255, 255];
}

const xOf = (ms: number, data: HeatmapData, frame: Frame) =>
  LEFT + (ms / data.durationMs) * (frame.widthPx - LEFT - RIGHT);

function yOf(value: number, { edges }: HeatmapData, frame: Frame): number {
  const low = Math.log(edges[0]!);
  const high = Math.log(edges[edges.length - 1]!);
  const height = frame.heightPx - TOP - BOTTOM;
  return frame.heightPx - BOTTOM - ((Math.log(value) - low) / (high - low)) * height;
}

function paintPhases(
  context: CanvasRenderingContext2D,
  data: HeatmapData,
  frame: Frame,
  stroke: string,
): void {
  context.strokeStyle = stroke;
  context.setLineDash([3, 3]);
  for (const phase of data.phases) {
    for (const ms of [phase.fromMs, phase.toMs]) {
      const x = Math.round(xOf(Math.min(ms, data.durationMs), data, frame)) + 0.5;
      context.beginPath();
      context.moveTo(x, TOP);
      context.lineTo(x, frame.heightPx - BOTTOM);
      context.stroke();
    }
  }
  context.setLineDash([]);
}

function paintAxes(
  context: CanvasRenderingContext2D,
  data: HeatmapData,
  frame: Frame,
  options: HeatmapOptions,
  fill: string,
): void {
  context.font = '11px system-ui, sans-serif';
  context.fillStyle = fill;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  if (data.edges.length > 1)
    for (const tick of logTicks(data.edges[0]!, data.edges[data.edges.length - 1]!))
      context.fillText(options.formatValue(tick), LEFT - 8, yOf(tick, data, frame));
  context.textAlign = 'center';
  const wanted = Math.max(2, Math.floor((frame.widthPx - LEFT) / 60));
  for (const ms of timeTicks(data.durationMs, wanted))
    context.fillText(options.formatTime(ms), xOf(ms, data, frame), frame.heightPx - BOTTOM / 2);
}
