import { line } from 'd3';

/** The path of a course over time in a box, from its lowest to its highest value; gaps stay gaps. */
export function sparkline(
  values: readonly (number | null)[],
  width: number,
  height: number,
): string {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return '';
  const low = known.reduce((a, b) => Math.min(a, b));
  const span = known.reduce((a, b) => Math.max(a, b)) - low;
  const y = (value: number) =>
    span === 0 ? height / 2 : height - 2 - ((value - low) / span) * (height - 4);
  const draw = line<number | null>()
    .defined((value) => value !== null)
    .x((_, index) => (index / Math.max(1, values.length - 1)) * width)
    .y((value) => y(value!))
    .digits(1);
  return draw(values) ?? '';
}
