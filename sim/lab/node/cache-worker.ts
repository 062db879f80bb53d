/**
 * A thread of `twinwing cache`. It meets one policy in its life: the compiler then makes that policy
 * part of the loop over requests, which is what the speed comes from.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { type CacheJob, runCacheJob } from '../cache/cache-job.ts';

const MS_PER_SECOND = 1000;

runCacheJob(
  workerData as CacheJob,
  () => performance.now() / MS_PER_SECOND,
  (answer) => parentPort!.postMessage(answer),
);
