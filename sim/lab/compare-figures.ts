/** The figures that a comparison shows. */
import type { Direction } from '../result/comparison.ts';
import type { Query, QueryFunction } from '../result/query.ts';
import type { Labels, Result } from '../result/result.ts';

export interface Figure {
  readonly query: Query;
  readonly better: Direction;
}

const figure = (
  fn: QueryFunction,
  metric: string,
  better: Direction,
  labels: Labels = {},
): Figure => ({ query: { fn, metric, labels }, better });

/** Groups that have caches on either side, those nearest to the clients first. */
function tiers(results: readonly Result[]): string[] {
  const caches = results.flatMap((result) =>
    result.topology.groups.filter(({ kind, name }) => kind === 'cache' || hasCaches(result, name)),
  );
  return [...new Set(caches.sort((one, other) => one.layer - other.layer).map((it) => it.name))];
}

/** Whether devices of a group have caches of their own. */
const hasCaches = ({ replications }: Result, node: string): boolean =>
  replications[0]?.counters.some(
    ({ metric, labels }) => metric === 'cache_requests' && labels.node === node,
  ) === true;

/** All that may be compared; what neither side measured is for the caller to leave out. */
export function figuresOf(results: readonly Result[]): Figure[] {
  return [
    figure('p50', 'latency', 'low'),
    figure('p95', 'latency', 'low'),
    figure('p99', 'latency', 'low'),
    figure('p50', 'delivery', 'low'),
    figure('p99', 'delivery', 'low'),
    ...tiers(results).map((node) => figure('value', 'hit_ratio', 'high', { node })),
    ...tiers(results).map((node) => figure('value', 'byte_hit_ratio', 'high', { node })),
    figure('value', 'origin_offload', 'high'),
    figure('value', 'byte_origin_offload', 'high'),
    figure('value', 'error_ratio', 'low'),
    figure('value', 'loss_ratio', 'low'),
    figure('value', 'cost_per_month', 'low'),
    figure('value', 'cost_per_million_requests', 'low'),
    figure('value', 'cost_per_hour_watched', 'low'),
    figure('value', 'cost_per_million_messages', 'low'),
    figure('value', 'carbon_per_month', 'low'),
    figure('value', 'requests', 'neither'),
    figure('value', 'messages', 'neither'),
  ];
}
