/** The rows of one trace as a table: policies from best to worst, sizes from small to large. */
import type { CacheRow } from '../../result/cache-row.ts';

/** Of which figure a table is. */
export type Figure = 'missRatio' | 'byteMissRatio';

export interface RankedPolicy {
  /** As one names it: `clock:bits=2`. */
  readonly label: string;
  /** One for each size; undefined where the study was stopped before. */
  readonly rows: readonly (CacheRow | undefined)[];
}

export interface RankedTrace {
  readonly trace: string;
  /** Bytes or objects, in increasing order. */
  readonly sizes: readonly number[];
  readonly policies: readonly RankedPolicy[];
  /** Whether every object counts 1: sizes are numbers of objects then. */
  readonly unitSize: boolean;
}

export const labelOf = ({ policy, params, admission }: CacheRow): string => {
  const settings = Object.entries(params).map(([name, value]) => `:${name}=${value}`);
  const gate = admission === undefined ? '' : ` + ${admission}`;
  return policy + settings.join('') + gate;
};

const increasing = (one: number, other: number): number => one - other;

/** Mean miss ratio over the sizes that are known: the rank of a policy. */
function meanMissRatio({ rows }: RankedPolicy): number {
  const known = rows.flatMap((row) => (row === undefined ? [] : [row.missRatio]));
  return known.reduce((sum, ratio) => sum + ratio, 0) / known.length;
}

export function rankedTraces(rows: readonly CacheRow[]): RankedTrace[] {
  const traces = [...new Set(rows.map(({ trace }) => trace))];
  return traces.map((trace) => {
    const own = rows.filter((row) => row.trace === trace);
    const sizes = [...new Set(own.map(({ cacheSize }) => cacheSize))].sort(increasing);
    const labels = [...new Set(own.map(labelOf))];
    const policies = labels.map((label, order) => {
      const found = (size: number) =>
        own.find((row) => row.cacheSize === size && labelOf(row) === label);
      return { label, order, rows: sizes.map(found) };
    });
    policies.sort((one, other) => {
      return meanMissRatio(one) - meanMissRatio(other) || one.order - other.order;
    });
    return { trace, sizes, policies, unitSize: own[0]!.unitSize };
  });
}

/** Bytes of a miss are misses again where every object counts 1. */
export const figuresOf = ({ unitSize }: RankedTrace): readonly Figure[] =>
  unitSize ? ['missRatio'] : ['missRatio', 'byteMissRatio'];

/** The least of each size. */
export const bestOf = ({ sizes, policies }: RankedTrace, figure: Figure): readonly number[] =>
  sizes.map((_, at) => Math.min(...policies.flatMap(({ rows }) => rows[at]?.[figure] ?? [])));
