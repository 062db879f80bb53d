/** Miss-ratio curves as a picture: SVG text, without a library and without a browser. */
import type { CacheCurve } from '../../result/cache-row.ts';
import { formatValue } from '../format.ts';
import type { Figure, RankedTrace } from './ranking.ts';

const WIDTH = 720;
const HEIGHT = 360;
const MARGIN = { left: 56, right: 230, top: 16, bottom: 44 };
const PLOT = {
  width: WIDTH - MARGIN.left - MARGIN.right,
  height: HEIGHT - MARGIN.top - MARGIN.bottom,
};
/** Okabe & Ito, Color Universal Design, 2008: told apart with every kind of colour vision. */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000'];
const DASHES = ['', '6 3', '2 3', '8 3 2 3'];
const RATIO_TICKS = [0, 0.25, 0.5, 0.75, 1];
/** Lines of the legend. */
const LINE_PX = 16;

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const px = (value: number): string => value.toFixed(1);

/** @param figure which ratio. @returns one `<svg>`; sizes on a logarithmic axis. */
export function curvesSvg(
  ranked: RankedTrace,
  figure: Figure,
  beside: readonly CacheCurve[] = [],
): string {
  const { trace, sizes, policies, unitSize } = ranked;
  const [first, last] = [Math.log(sizes[0]!), Math.log(sizes.at(-1)!)];
  const span = last > first ? last - first : 1;
  const x = (size: number) => MARGIN.left + ((Math.log(size) - first) / span) * PLOT.width;
  const y = (ratio: number) => MARGIN.top + (1 - ratio) * PLOT.height;
  const replayed = policies.map(({ label, rows }) => ({
    label,
    points: rows.flatMap((row) =>
      row === undefined ? [] : [{ cacheSize: row.cacheSize, ratio: row[figure] }],
    ),
  }));
  const others = beside.map(({ label, points }) => ({
    label,
    points: points.map(({ cacheSize, missRatio }) => ({ cacheSize, ratio: missRatio })),
  }));
  const lines = [...replayed, ...others].map(({ label, points }, order) => {
    const colour = COLOURS[order % COLOURS.length]!;
    const dash = DASHES[Math.floor(order / COLOURS.length) % DASHES.length]!;
    const corners = points.map(({ cacheSize, ratio }) => `${px(x(cacheSize))},${px(y(ratio))}`);
    const line = `fill="none" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash}"`;
    const legendY = MARGIN.top + 8 + order * LINE_PX;
    const legendX = WIDTH - MARGIN.right + 12;
    return (
      `<polyline ${line} points="${corners.join(' ')}"><title>${escaped(label)}</title></polyline>` +
      `<path ${line} d="M${legendX} ${legendY}h18"/>` +
      `<text x="${legendX + 24}" y="${legendY + 4}">${escaped(label)}</text>`
    );
  });
  const across = RATIO_TICKS.map(
    (ratio) =>
      `<path stroke="#8884" d="M${MARGIN.left} ${px(y(ratio))}h${PLOT.width}"/>` +
      `<text text-anchor="end" x="${MARGIN.left - 8}" y="${px(y(ratio) + 4)}">${ratio * 100} %</text>`,
  );
  const up = ticksOf(sizes).map(
    (size) =>
      `<text text-anchor="middle" x="${px(x(size))}" y="${HEIGHT - MARGIN.bottom + 18}">` +
      `${formatValue(size, unitSize ? 'count' : 'bytes')}</text>`,
  );
  const height = Math.max(HEIGHT, MARGIN.top + (lines.length + 1) * LINE_PX);
  const what = figure === 'missRatio' ? 'miss ratio' : 'byte miss ratio';
  return (
    `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${what} of ${escaped(trace)}">` +
    `${across.join('')}${up.join('')}${lines.join('')}` +
    `<text text-anchor="middle" x="${MARGIN.left + PLOT.width / 2}" y="${HEIGHT - 8}">size of the cache</text></svg>`
  );
}

/** The sizes that fit under an axis. */
function ticksOf(sizes: readonly number[]): readonly number[] {
  const step = Math.ceil(sizes.length / 7);
  return sizes.filter((_, index) => index % step === 0);
}
