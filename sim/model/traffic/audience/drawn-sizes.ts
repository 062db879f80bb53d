import type { Random } from '../../../engine/random.ts';
import type { Distribution } from '../../distribution/distribution.ts';

/** Bytes of so many objects, whole and at least `least`. */
export function drawnSizes(
  count: number,
  size: Distribution,
  random: Random,
  least = 1,
): Float64Array {
  const draw = () => Math.max(least, Math.round(size.sample(random)));
  return Float64Array.from({ length: count }, draw);
}
