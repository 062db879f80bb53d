/**
 * A thread that runs one scenario by real libraries in virtual time. Clocks and chance are replaced before any
 * library is loaded; the thread lives for one run.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { Simulator } from '../engine/simulator.ts';
import { Streams } from '../engine/streams.ts';
import { type ProtocolJob, type ProtocolMessage, STOP } from './job.ts';
import { Audit } from './virtual/audit.ts';
import { install } from './virtual/install.ts';
import { Kernel } from './virtual/kernel.ts';

const port = parentPort!;
const post = (message: ProtocolMessage) => port.postMessage(message);
// Libraries draw and read clocks while they are loaded.
const loading = new Streams('loading', 0).stream('protocol');
const life = { kernel: new Kernel(new Simulator()), random: loading };
install(life);
const { SpokenRun } = await import('./spoken-run.ts');
const { ScenarioError } = await import('../scenario/check.ts');
try {
  const run = new SpokenRun(workerData as ProtocolJob, life);
  const audit = new Audit(() => run.stop());
  port.on('message', (message) => {
    if (message === STOP) run.stop();
  });
  audit.begin();
  const answer = await run.finish((progress) => post({ kind: 'progress', progress }));
  const escapes = audit.end();
  if (escapes.length > 0) post({ kind: 'escaped', escapes });
  else post({ kind: 'answer', answer });
} catch (error) {
  if (!(error instanceof ScenarioError)) throw error;
  post({ kind: 'refused', problems: error.problems });
}
port.close();
