/**
 * Tables of the ziggurat method: a density covered by layers of equal area, so that nearly every
 * draw is one multiplication and one comparison.
 * Source: Marsaglia & Tsang, J. Statistical Software 5(8), 2000; for the normal in the form of
 * Doornik, An Improved Ziggurat Method to Generate Normal Random Samples, 2005.
 */
import { exp, log } from './math/index.ts';

interface Layers {
  /** Right end of each layer; layer 0 is the lowest and holds the tail. */
  readonly edge: Float64Array;
  /** Part of a layer that lies wholly below the density. */
  readonly ratio: Float64Array;
  /** The density at each edge. */
  readonly density: Float64Array;
  /** Where the tail begins. */
  readonly tail: number;
}

/**
 * @param count of layers. @param tail where the tail begins. @param area of each layer; both from
 * the papers.
 */
function layers(
  count: number,
  tail: number,
  area: number,
  density: (x: number) => number,
  inverse: (y: number) => number,
): Layers {
  const edge = new Float64Array(count + 1);
  edge[0] = area / density(tail);
  edge[1] = tail;
  for (let layer = 2; layer < count; layer += 1) {
    edge[layer] = inverse(area / edge[layer - 1]! + density(edge[layer - 1]!));
  }
  edge[count] = 0;
  const ratio = new Float64Array(count);
  for (let layer = 0; layer < count; layer += 1) ratio[layer] = edge[layer + 1]! / edge[layer]!;
  return { edge, ratio, density: edge.map(density), tail };
}

export const NORMAL = layers(
  128,
  3.442619855899,
  0.00991256303526217,
  (x) => exp(-0.5 * x * x),
  (y) => Math.sqrt(-2 * log(y)),
);

export const EXPONENTIAL = layers(
  256,
  7.69711747013105,
  0.003949659822581557,
  (x) => exp(-x),
  (y) => -log(y),
);
