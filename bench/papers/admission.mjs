import {
  admissionPolicy,
  eviction,
  noPrefetch,
  percent,
  replayWith,
  table,
  traceLog,
} from './compiled.mjs';

/** AdaptSize against LRU and against the best fixed scale, on the example trace of its authors. */
export async function admission(shared, { adaptsize }) {
  const log = await traceLog(shared, 'adaptsize_request');
  const hits = (capacity, name, given) => {
    const choices = {
      eviction: eviction('lru'),
      admission: admissionPolicy(name, given),
      prefetch: noPrefetch,
    };
    const options = { capacity, unitSize: false, seed: 'papers' };
    return 1 - replayWith(log, choices, options).misses / log.requests;
  };
  const scales = Array.from({ length: 12 }, (_, power) => `${2 ** power}KiB`);
  const rows = adaptsize.capacities.map((capacity) => {
    const fixed = scales.map((scale) => hits(capacity, 'probabilistic-size', { scale }));
    return [
      `${capacity} B`,
      percent(hits(capacity, 'always', {})),
      percent(hits(capacity, 'adaptsize', { window: adaptsize.window })),
      percent(Math.max(...fixed)),
    ];
  });
  const { lru, adaptsize: theirs } = adaptsize.hitRatio;
  return [
    '## AdaptSize',
    '',
    `${adaptsize.source}: ${lru} to ${theirs}. That trace is not public. Here: object hit ratios in per`,
    `cent on adaptsize_request, which has 66,987 requests, so that c is chosen every ${adaptsize.window}`,
    'requests instead of every 250,000. The last column is the best fixed c of twelve, known afterwards.',
    '',
    ...table(['capacity', 'lru', 'lru behind adaptsize', 'lru behind the best fixed c'], rows),
    '',
  ].join('\n');
}
