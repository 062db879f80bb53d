/** Has a scenario spoken in a thread of its own, whose clocks are virtual; those of this one go on as ever. */
import { Worker } from 'node:worker_threads';
import { ScenarioError } from '../scenario/check.ts';
import {
  type ProtocolAnswer,
  type ProtocolJob,
  type ProtocolMessage,
  type ProtocolProgress,
  STOP,
} from './job.ts';

/**
 * What is new fills this before it is swept: libraries make much that lives for an event or two, and with V8's 16 MiB
 * for each half a fifth of a chat's time goes by with sweeping. Three halves of 64 MiB.
 */
const YOUNG_MB = 192;

export interface ProtocolOptions {
  readonly signal?: AbortSignal;
  onProgress?(progress: ProtocolProgress): void;
}

/**
 * @returns what came of it; `result.complete` is false when the signal stopped it.
 * @throws ScenarioError for what is not spoken.
 * @throws Error when something escaped virtual time, which is our bug.
 */
export function runProtocol(
  job: ProtocolJob,
  { signal, onProgress }: ProtocolOptions = {},
): Promise<ProtocolAnswer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./protocol-worker.js', import.meta.url), {
      workerData: job,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    const stop = () => worker.postMessage(STOP);
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted) stop();
    worker.on('message', (message: ProtocolMessage) => {
      if (message.kind === 'progress') onProgress?.(message.progress);
      else if (message.kind === 'answer') resolve(message.answer);
      else reject(errorOf(message));
      // What has escaped would keep the thread alive.
      if (message.kind === 'escaped') void worker.terminate();
    });
    worker.on('error', reject);
    worker.on('exit', (code) => {
      signal?.removeEventListener('abort', stop);
      reject(new Error(`the thread of the protocol ended with ${code} and no answer`));
    });
  });
}

function errorOf(message: Extract<ProtocolMessage, { kind: 'refused' | 'escaped' }>): Error {
  if (message.kind === 'refused') return new ScenarioError(message.problems);
  return new Error(`escaped virtual time: ${message.escapes.join('; ')}`);
}
