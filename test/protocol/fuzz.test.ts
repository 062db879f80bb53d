/** Servers of a spoken run that are told nonsense. Threads load built files. */
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { builtMain } from '../built.ts';

interface Waits {
  readonly headersMs: number;
  readonly contentMs: number;
  readonly statuses: readonly number[];
  readonly contentStatuses: readonly number[];
  readonly isClosed: boolean;
}

interface Fuzzed {
  /** What did not hold, with what it did not hold for. */
  readonly failures: readonly string[];
  /** How long each server waited for a request that came a byte each ten seconds. */
  readonly waits: Readonly<Record<string, Waits>>;
  /** Requests that each node took for ones. */
  readonly seen: readonly number[];
}

let fuzzed: Promise<Fuzzed> | undefined;
const all = () =>
  (fuzzed ??= new Promise((resolve, reject) => {
    builtMain();
    const worker = new Worker(new URL('./fuzz/worker.mjs', import.meta.url));
    worker.on('message', resolve);
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`the thread ended with ${code}`)));
  }));

describe('a balancer, an edge and an origin that are spoken', () => {
  it('refuse what is malformed, pass no hidden request on, and go on serving others', async () => {
    const { failures, seen } = await all();
    expect(failures).toEqual([]);
    // By balancer, edge and origin.
    for (const requests of seen.slice(1)) expect(requests).toBeGreaterThan(100);
  });

  it('wait a minute for the fields of a request and five for its content, in virtual time', async () => {
    const { waits } = await all();
    // Node.js, http.Server: headersTimeout 60 s, requestTimeout 300 s; looked at when the next byte comes, 10 s later.
    for (const each of Object.values(waits)) {
      expect(each.headersMs).toBeGreaterThanOrEqual(60_000);
      expect(each.headersMs).toBeLessThanOrEqual(70_000);
      expect(each.contentMs).toBeGreaterThanOrEqual(300_000);
      expect(each.contentMs).toBeLessThanOrEqual(310_000);
      expect(each.statuses).toEqual([408]);
      expect(each.isClosed).toBe(true);
    }
  });
});
