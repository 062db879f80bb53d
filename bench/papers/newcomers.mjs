import { eviction, percent, replay, table, traceLog } from './compiled.mjs';

/** Traces of skewed requests for objects, as web caches see; sizes are parts of the objects. */
const TRACES = ['cache2k_web07', 'scarab_recs', 'arc_OLTP', 'nasa_19950801'];
const PARTS = [0.01, 0.1];
const POLICIES = ['fifo', 'lru', 'arc', 'sieve', 's3-fifo'];

/** SIEVE and S3-FIFO against LRU and ARC: the papers' traces are not public, so only the direction. */
export async function newcomers(shared) {
  const rows = [];
  for (const trace of TRACES) {
    const log = await traceLog(shared, trace);
    for (const part of PARTS) {
      const capacity = Math.floor(part * log.objects);
      const misses = POLICIES.map((name) => {
        const choice = eviction(name);
        if (choice === undefined) return 'missing';
        const counted = replay(log, choice, { capacity, unitSize: true, seed: 'papers' });
        return percent(counted.misses / log.requests);
      });
      rows.push([`${trace}, ${100 * part} % of objects`, ...misses]);
    }
  }
  return [
    '## SIEVE and S3-FIFO against LRU and ARC',
    '',
    'Miss ratios in per cent, objects of one size. SIEVE (Zhang et al., NSDI 2024) reports fewer misses',
    'than LRU and ARC on most web traces and says that scans hurt it (OLTP is of blocks); S3-FIFO (Yang et',
    'al., SOSP 2023) fewer than LRU on nearly all. Their traces are not public; these are others.',
    '',
    ...table(['trace', ...POLICIES], rows),
    '',
  ].join('\n');
}
