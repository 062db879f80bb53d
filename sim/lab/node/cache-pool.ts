/** Runs the jobs of a cache study on all cores. Which core does what changes nothing but the time. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { CacheJob, SizeAnswer } from '../cache/cache-job.ts';
import type { StoredLog } from './spilled-log.ts';

/** A job as plain data, for a thread. */
export interface StoredCacheJob extends Omit<CacheJob, 'log'> {
  readonly log: StoredLog;
}

export interface PoolOptions {
  /** Stops all workers; what they have answered stays. */
  readonly signal: AbortSignal;
  /** Default: one for each core. */
  readonly threads?: number;
  answered(job: number, answer: SizeAnswer): void;
}

/** @throws whatever a worker throws. */
export async function runCacheJobs(
  jobs: readonly StoredCacheJob[],
  options: PoolOptions,
): Promise<void> {
  const { signal, threads = availableParallelism(), answered } = options;
  let next = 0;
  const work = async () => {
    for (let job = next++; job < jobs.length && !signal.aborted; job = next++) {
      await runInWorker(jobs[job]!, signal, (answer) => answered(job, answer));
    }
  };
  await Promise.all(Array.from({ length: threads }, work));
}

function runInWorker(
  job: StoredCacheJob,
  signal: AbortSignal,
  answered: (answer: SizeAnswer) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./cache-worker.js', import.meta.url), { workerData: job });
    const stop = () => void worker.terminate();
    signal.addEventListener('abort', stop, { once: true });
    worker.on('message', answered);
    worker.on('error', reject);
    worker.on('exit', () => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
  });
}
