/**
 * Wakes this thread at a time that is exact to some tens of microseconds. Timers of Node count in whole milliseconds, each
 * of which a message on its way over several servers would meet anew; a thread that sleeps by `Atomics.wait` does not, and
 * unlike turns of the loop it leaves the processor to the servers.
 */
import { Worker } from 'node:worker_threads';

/** As a text, so that it is the same however this file was loaded. */
const SLEEPER = `
const { parentPort, workerData } = require('node:worker_threads');
const turn = new Int32Array(workerData, 0, 1);
const wanted = new Float64Array(workerData, 8, 1);
const nowMs = () => { const [s, ns] = process.hrtime(); return s * 1e3 + ns / 1e6; };
for (;;) {
  const seen = Atomics.load(turn, 0);
  const leftMs = wanted[0] - nowMs();
  if (leftMs > 0 && Atomics.wait(turn, 0, seen, leftMs) !== 'timed-out') continue;
  if (Atomics.load(turn, 0) !== seen) continue;
  parentPort.postMessage(0);
  Atomics.wait(turn, 0, seen);
}
`;
const TURN_BYTES = 8;
const MS_PER_SECOND = 1000;
const NS_PER_MS = 1e6;

/** The same clock in all threads, ms. */
export function clockMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * MS_PER_SECOND + nanoseconds / NS_PER_MS;
}

export class Alarm {
  readonly #shared = new SharedArrayBuffer(2 * TURN_BYTES);
  readonly #turn = new Int32Array(this.#shared, 0, 1);
  readonly #wanted = new Float64Array(this.#shared, TURN_BYTES, 1);
  readonly #sleeper: Worker;

  /** @param rings called at the time that was set last, or a little later. */
  constructor(rings: () => void) {
    this.#wanted[0] = Number.POSITIVE_INFINITY;
    this.#sleeper = new Worker(SLEEPER, { eval: true, workerData: this.#shared });
    this.#sleeper.on('message', rings);
    // Whoever set it looks at the clock by itself, too, only less often.
    this.#sleeper.on('error', () => {});
  }

  /** @param ms by `clockMs`; replaces what was set before. */
  set(ms: number): void {
    this.#wanted[0] = ms;
    Atomics.add(this.#turn, 0, 1);
    Atomics.notify(this.#turn, 0);
  }

  close(): void {
    void this.#sleeper.terminate();
  }
}
