/** A series as one line of blocks. */

const BLOCKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const GAP = ' ';

type Series = readonly (number | undefined)[];

/** The largest value of each of `columns` equal stretches, so that no peak is lost. */
function peaks(values: Series, columns: number): (number | undefined)[] {
  const count = Math.min(columns, values.length);
  return Array.from({ length: count }, (_, column) => {
    const from = Math.floor((column * values.length) / count);
    const to = Math.floor(((column + 1) * values.length) / count);
    const known = values.slice(from, to).filter((value) => value !== undefined);
    return known.length === 0 ? undefined : Math.max(...known);
  });
}

/**
 * @param values 0 or more; undefined where nothing is known, shown as a gap.
 * @param columns at most this many blocks; each shows the peak of its stretch.
 * @returns blocks from zero (`▁`) to the highest value (`█`): a steady series looks steady.
 */
export function sparkline(values: Series, columns: number): string {
  const shown = peaks(values, columns);
  const known = shown.filter((value) => value !== undefined);
  const highest = Math.max(0, ...known);
  const block = (value: number) =>
    BLOCKS[highest === 0 ? 0 : Math.round((value / highest) * (BLOCKS.length - 1))]!;
  const line = shown.map((value) => (value === undefined ? GAP : block(value)));
  return known.length === 0 ? '' : line.join('');
}
