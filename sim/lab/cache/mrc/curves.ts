/** Curves beside those of replayed policies: exact where that is possible, and what theory expects. */
import { exp, log as ln } from '../../../engine/math/index.ts';
import type { CacheCurve } from '../../../result/cache-row.ts';
import type { RequestLog } from '../request-log.ts';
import type { RequestParts } from '../request-parts.ts';
import { cheMissRatio, popularityOf } from './che.ts';
import { lruMisses } from './stack-distances.ts';

/** Points of a curve that costs the same for any number of them. */
const POINTS = 100;
const LEAST_SIZE = 2;

/** @param sizes of the replayed caches; curves reach from the smallest to the largest. */
export function curvesOf(
  trace: string,
  log: RequestLog | RequestParts,
  sizes: readonly number[],
  unitSize: boolean,
): CacheCurve[] {
  const curve = (label: string, at: readonly number[], missRatio: (index: number) => number) => ({
    trace,
    label,
    points: at.map((cacheSize, index) => ({ cacheSize, missRatio: missRatio(index) })),
  });
  const popularity = popularityOf(log, unitSize);
  const che = (['lru', 'fifo'] as const).map((model) =>
    curve(`${model}, independent requests (Che)`, sizes, (index) =>
      cheMissRatio(model, popularity, sizes[index]!),
    ),
  );
  // Of objects of several sizes a larger LRU cache may hold less: there is no exact curve.
  if (!unitSize) return che;
  const evenly = between(Math.min(...sizes), Math.max(...sizes));
  const fine = [...new Set([...evenly, ...sizes])].sort((one, other) => one - other);
  const misses = lruMisses(log, fine);
  const exact = curve('lru, exact', fine, (index) => misses[index]! / log.requests);
  return [exact, ...che];
}

/** Whole sizes, evenly spread over their logarithm, each once. */
export function between(least: number, most: number, points = POINTS): number[] {
  const from = Math.max(LEAST_SIZE, least);
  const ratio = most / from;
  const sizes = Array.from({ length: points }, (_, point) =>
    Math.round(from * exp((ln(ratio) * point) / (points - 1))),
  );
  return [...new Set(sizes)];
}
