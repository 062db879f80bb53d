/**
 * A thread of `twinwing cache`. It meets one policy in its life: the compiler then makes that policy
 * part of the loop over requests, which is what the speed comes from.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { runCacheJob } from '../cache/cache-job.ts';
import type { StoredCacheJob } from './cache-pool.ts';
import { openLog } from './spilled-log.ts';

const MS_PER_SECOND = 1000;

const job = workerData as StoredCacheJob;
runCacheJob(
  { ...job, log: openLog(job.log) },
  () => performance.now() / MS_PER_SECOND,
  (answer) => parentPort!.postMessage(answer),
);
