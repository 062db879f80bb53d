import { eviction, percent, replay, table, traceLog } from './compiled.mjs';

const ALSO = ['sieve', 's3-fifo', '2q', 'w-tinylfu', 'belady'];

/** Hit ratios on OLTP for every size of the table in the ARC paper. */
export async function arcTable(shared, { arc }) {
  const log = await traceLog(shared, 'arc_OLTP');
  const ours = (name) => {
    const choice = eviction(name);
    if (choice === undefined) return arc.sizes.map(() => 'missing');
    return arc.sizes.map((capacity) => {
      const { misses } = replay(log, choice, { capacity, unitSize: true, seed: 'papers' });
      return percent(1 - misses / log.requests);
    });
  };
  const rows = Object.entries(arc.hitPercent).flatMap(([name, paper]) => [
    [`${name}, paper`, ...paper.map((value) => value.toFixed(2))],
    [`${name}, here`, ...ours(name)],
  ]);
  const others = ALSO.map((name) => [`${name}, here`, ...ours(name)]);
  return [
    "## ARC's OLTP table",
    '',
    `${arc.source}. Cache size in pages across the top.`,
    '',
    ...table(['policy', ...arc.sizes.map(String)], [...rows, ...others]),
    '',
  ].join('\n');
}
