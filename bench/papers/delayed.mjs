import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { delayedHits, eviction, table, traceLog } from './compiled.mjs';

/** Name in the reference's table -> ours, and what to expect. */
const POLICIES = { lru: 'lru', lru_aggdelay: 'lru-mad', arc: 'arc', belady: 'belady' };

/** Total latency with delayed hits, beside the simulator of the SIGCOMM 2020 paper. */
export async function delayed(shared) {
  const log = await traceLog(shared, 'cache2k_web07');
  const lines = readFileSync(join(shared, 'delayed_hits.csv'), 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1);
  const rows = lines.map((line) => line.split(',')).filter((cells) => cells[1] in POLICIES);
  const compared = rows.map((cells) => {
    const [capacity, fetchSteps, theirs] = [cells[6], cells[3], cells[8]].map(Number);
    const choice = eviction(POLICIES[cells[1]]);
    const head = [POLICIES[cells[1]], capacity, fetchSteps, theirs];
    if (choice === undefined) return [...head, 'missing', ''];
    const { totalSteps } = delayedHits(log, choice, { capacity, fetchSteps, seed: 'papers' });
    const difference = `${(100 * (totalSteps / theirs - 1)).toFixed(2)} %`;
    return [...head, totalSteps, totalSteps === theirs ? 'equal' : difference];
  });
  return [
    '## Delayed hits',
    '',
    'Steps that all requests of cache2k_web07 wait in sum, one request a step: Atre et al., Caching with',
    'Delayed Hits, SIGCOMM 2020, their simulator. Its LRU-MAD takes each request, hits too, for one that',
    'might have begun a fetch; ours is told of fetches only.',
    '',
    ...table(['policy', 'objects', 'fetch, steps', 'theirs', 'here', 'difference'], compared),
    '',
  ].join('\n');
}
