/** A worker that runs one scenario by real libraries in virtual time, and posts its Result. */
import { parentPort, workerData } from 'node:worker_threads';
import { Simulator } from '../engine/simulator.ts';
import { Streams } from '../engine/streams.ts';
import { Audit } from './virtual/audit.ts';
import { install } from './virtual/install.ts';
import { type Draining, Kernel } from './virtual/kernel.ts';

export interface ProtocolJob {
  readonly text: string;
  readonly file: string;
  readonly files: readonly (readonly [string, string])[];
  readonly draining?: Draining;
  readonly set?: readonly string[];
}

const job = workerData as ProtocolJob;
// A life before the first run: libraries draw and read clocks while they are loaded.
const idle = {
  kernel: new Kernel(new Simulator()),
  random: new Streams('loading', 0).stream('protocol'),
};
install(idle);
const { runSpoken } = await import('./run-spoken.ts');
const audit = new Audit();
audit.begin();
const answer = await runSpoken(job, idle);
const escapes = audit.end();
parentPort!.postMessage({ ...answer, escapes });
