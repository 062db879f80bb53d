/** Runs the suite against our edge in virtual time; needs `dist`. */
import { Worker } from 'node:worker_threads';
import { NPM_EDITION } from './suite.mjs';
import { countsOf, judge } from './verdicts.mjs';

/** @returns its version, what each test came to, counts, a hash of all bytes, and the virtual time it took, ms. */
export function runVirtually({ folder = NPM_EDITION, draining = 'ticks' } = {}) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./virtual-worker.mjs', import.meta.url), {
      workerData: { folder, draining },
      // The suite's server speaks of what it is asked.
      stdout: true,
    });
    worker.on('error', reject);
    worker.on('message', (answer) => {
      const verdicts = judge(answer.groups, answer.results);
      resolve({ ...answer, verdicts, counts: countsOf(answer.groups, verdicts) });
      void worker.terminate();
    });
    worker.on('exit', (code) => reject(new Error(`the suite's thread ended with ${code}`)));
  });
}
