/** Who calls whom: groups in layers from clients to origin, flows as wide as they are busy. */
import { type Colour, kindColour } from './palette.ts';
import { type Shape, shape } from './shape.ts';
import { svgChart } from './svg-chart.ts';

export interface TopologyNode {
  readonly name: string;
  readonly kind: string;
  readonly layer: number;
  /** Second line: how many, where. */
  readonly size: string;
  /** Third line: what it is set to. */
  readonly detail: string;
  /** Share of requests answered from copies; caches only. */
  readonly hitRatio?: number;
  readonly colour?: Colour;
}

export interface TopologyEdge {
  readonly from: string;
  readonly to: string;
  readonly ratePerSecond: number;
}

export interface TopologyData {
  readonly nodes: readonly TopologyNode[];
  readonly edges: readonly TopologyEdge[];
}

export interface TopologyOptions {
  /** The name of a kind for people. */
  readonly nameKind: (kind: string) => string;
  readonly formatRate: (perSecond: number) => string;
  readonly formatRatio: (ratio: number) => string;
  readonly hitText: string;
}

interface Box {
  readonly node: TopologyNode;
  readonly x: number;
  readonly y: number;
}

interface Layout {
  readonly boxes: ReadonlyMap<string, Box>;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly boxWidth: number;
  readonly isUpright: boolean;
}

const BOX_HEIGHT = 78;
const MARGIN = 12;
/** Gaps leave room for the rate beside an edge. */
const GAP = 56;
const ROW_GAP = 22;
const NARROWEST_BOX = 118;
const WIDEST_BOX = 190;
const UPRIGHT_GAP = 46;

/** Layers stand side by side where they fit, and below each other where they do not (phones). */
export function layOut(nodes: readonly TopologyNode[], widthPx: number): Layout {
  const layers = layersOf(nodes);
  const room = (widthPx - 2 * MARGIN - GAP * (layers.length - 1)) / layers.length;
  return room < NARROWEST_BOX
    ? layOutUpright(layers, widthPx)
    : layOutSideways(layers, widthPx, Math.min(room, WIDEST_BOX));
}

function layersOf(nodes: readonly TopologyNode[]): TopologyNode[][] {
  const numbers = [...new Set(nodes.map((node) => node.layer))].sort((a, b) => a - b);
  return numbers.map((layer) => nodes.filter((node) => node.layer === layer));
}

function layOutSideways(layers: TopologyNode[][], widthPx: number, boxWidth: number): Layout {
  const tallest = Math.max(...layers.map((layer) => layer.length));
  const heightPx = 2 * MARGIN + tallest * BOX_HEIGHT + (tallest - 1) * ROW_GAP;
  const gap = (widthPx - 2 * MARGIN - boxWidth * layers.length) / Math.max(1, layers.length - 1);
  const boxes = layers.flatMap((layer, column) => {
    const used = layer.length * BOX_HEIGHT + (layer.length - 1) * ROW_GAP;
    return layer.map((node, row) => ({
      node,
      x: MARGIN + column * (boxWidth + gap),
      y: (heightPx - used) / 2 + row * (BOX_HEIGHT + ROW_GAP),
    }));
  });
  return { boxes: byName(boxes), widthPx, heightPx, boxWidth, isUpright: false };
}

function layOutUpright(layers: TopologyNode[][], widthPx: number): Layout {
  const widest = Math.max(...layers.map((layer) => layer.length));
  const room = (widthPx - 2 * MARGIN - (widest - 1) * MARGIN) / widest;
  const boxWidth = Math.min(room, WIDEST_BOX);
  const heightPx = 2 * MARGIN + layers.length * BOX_HEIGHT + (layers.length - 1) * UPRIGHT_GAP;
  const boxes = layers.flatMap((layer, row) => {
    const used = layer.length * boxWidth + (layer.length - 1) * MARGIN;
    return layer.map((node, column) => ({
      node,
      x: (widthPx - used) / 2 + column * (boxWidth + MARGIN),
      y: MARGIN + row * (BOX_HEIGHT + UPRIGHT_GAP),
    }));
  });
  return { boxes: byName(boxes), widthPx, heightPx, boxWidth, isUpright: true };
}

const byName = (boxes: readonly Box[]) => new Map(boxes.map((box) => [box.node.name, box]));

export function topologyShape(
  data: TopologyData,
  widthPx: number,
  options: TopologyOptions,
): Shape {
  const layout = layOut(data.nodes, widthPx);
  const busiest = Math.max(1e-9, ...data.edges.map((edge) => edge.ratePerSecond));
  const { heightPx } = layout;
  const size = { width: widthPx, height: heightPx, viewBox: `0 0 ${widthPx} ${heightPx}` };
  return shape('svg', { class: 'picture', ...size }, [
    ...data.edges.map((edge) => flowShape(edge, layout, busiest)),
    ...[...layout.boxes.values()].map((box) => boxShape(box, layout, options)),
    ...data.edges.map((edge) => rateShape(edge, layout, options)),
  ]);
}

interface Ends {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

function endsOf(edge: TopologyEdge, layout: Layout): Ends | undefined {
  const from = layout.boxes.get(edge.from);
  const to = layout.boxes.get(edge.to);
  if (from === undefined || to === undefined) return undefined;
  const half = layout.boxWidth / 2;
  return layout.isUpright
    ? { x1: from.x + half, y1: from.y + BOX_HEIGHT, x2: to.x + half, y2: to.y }
    : { x1: from.x + 2 * half, y1: from.y + BOX_HEIGHT / 2, x2: to.x, y2: to.y + BOX_HEIGHT / 2 };
}

const WIDEST_FLOW = 12;

/** Widths follow the square root of the rate, so that the thinnest flow can still be seen. */
export const flowWidth = (rate: number, busiest: number) =>
  1.5 + (WIDEST_FLOW - 1.5) * Math.sqrt(rate / busiest);

function flowShape(edge: TopologyEdge, layout: Layout, busiest: number): Shape | false {
  const ends = endsOf(edge, layout);
  if (ends === undefined) return false;
  const { x1, y1, x2, y2 } = ends;
  const bend = layout.isUpright ? (y2 - y1) / 2 : (x2 - x1) / 2;
  const d = layout.isUpright
    ? `M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`
    : `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
  const width = flowWidth(edge.ratePerSecond, busiest);
  const isIdle = edge.ratePerSecond === 0;
  return shape('g', {}, [
    shape('path', { class: 'flow', d, 'stroke-width': width }),
    !isIdle && shape('path', { class: 'dashes', d, 'stroke-width': Math.min(width, 2.5) }),
  ]);
}

function rateShape(edge: TopologyEdge, layout: Layout, options: TopologyOptions): Shape | false {
  const ends = endsOf(edge, layout);
  if (ends === undefined) return false;
  const x = (ends.x1 + ends.x2) / 2 + (layout.isUpright ? 22 : 0);
  const y = (ends.y1 + ends.y2) / 2 + (layout.isUpright ? 4 : -11);
  const anchor = layout.isUpright ? 'start' : 'middle';
  return shape(
    'text',
    { class: 'rate', x, y, 'text-anchor': anchor },
    options.formatRate(edge.ratePerSecond),
  );
}

/** Text is cut to what fits; the whole of it stands in the tooltip and in the table. */
const cut = (text: string, widthPx: number, characterPx: number) => {
  const room = Math.floor((widthPx - 24) / characterPx);
  let used = 0;
  for (const [index, character] of [...text].entries()) {
    used += character > LAST_NARROW ? 2 : 1;
    if (used > room) return `${[...text].slice(0, Math.max(1, index - 1)).join('')}…`;
  }
  return text;
};

/** Characters from here on are Chinese or the like, and twice as wide. */
const LAST_NARROW = '\u2e7f';

function boxShape({ node, x, y }: Box, layout: Layout, options: TopologyOptions): Shape {
  const width = layout.boxWidth;
  const fill = `fill: var(${node.colour ?? kindColour(node.kind)})`;
  const kind = options.nameKind(node.kind);
  const text = [node.name, kind, node.size, node.detail].filter((part) => part !== '').join(' · ');
  return shape('g', { transform: `translate(${x} ${y})` }, [
    shape('title', {}, text),
    shape('rect', { class: 'box', width, height: BOX_HEIGHT, rx: 8 }),
    shape('rect', { style: fill, width: 4, height: BOX_HEIGHT - 16, x: 0, y: 8, rx: 2 }),
    shape('text', { class: 'name', x: 14, y: 21 }, cut(node.name, width, 7.4)),
    shape('text', { class: 'tick', x: 14, y: 37 }, cut(`${kind} ${node.size}`, width, 5.8)),
    node.hitRatio === undefined
      ? shape('text', { class: 'tick', x: 14, y: 62 }, cut(node.detail, width, 5.8))
      : hitBar(node.hitRatio, width, fill, options),
  ]);
}

function hitBar(ratio: number, width: number, fill: string, options: TopologyOptions): Shape {
  // While a page is laid out its boxes may be narrower than their margins.
  const full = Math.max(0, width - 28);
  return shape('g', {}, [
    shape('text', { class: 'tick', x: 14, y: 57 }, options.hitText),
    shape(
      'text',
      { class: 'value', x: 14 + full, y: 57, 'text-anchor': 'end' },
      options.formatRatio(ratio),
    ),
    shape('rect', { class: 'track', x: 14, y: 63, width: full, height: 5, rx: 2.5 }),
    shape('rect', { style: fill, x: 14, y: 63, width: full * ratio, height: 5, rx: 2.5 }),
  ]);
}

export const renderTopology = svgChart(topologyShape);
