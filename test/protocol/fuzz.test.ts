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

function told<Answer>(worker: string): Promise<Answer> {
  builtMain();
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL(`./fuzz/${worker}`, import.meta.url));
    thread.on('message', resolve);
    thread.on('error', reject);
    thread.on('exit', (code) => reject(new Error(`the thread ended with ${code}`)));
  });
}

let fuzzed: Promise<Fuzzed> | undefined;
const all = () => (fuzzed ??= told<Fuzzed>('worker.mjs'));

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

/** What came of one connection of HTTP/2. */
interface Told {
  readonly isClosed: boolean;
  /** From its beginning to its end, ms. */
  readonly afterMs: number;
}

interface Framed {
  readonly failures: readonly string[];
  readonly waits: Readonly<Record<string, Readonly<Record<string, Told>>>>;
  readonly facts: { readonly asked: number };
}

let framed: Promise<Framed> | undefined;
const frames = () => (framed ??= told<Framed>('http2-worker.mjs'));

describe('the same by HTTP/2', () => {
  it('end streams and connections that break its rules, and go on serving others', async () => {
    const { failures, facts } = await frames();
    expect(failures).toEqual([]);
    // Of 2000 that are reset at once, those of one reading and a hundred more.
    expect(facts.asked).toBeGreaterThan(100);
    expect(facts.asked).toBeLessThan(400);
  });

  it('wait a minute for a request, five for its content and ten for another one, in virtual time', async () => {
    const { waits } = await frames();
    const minutes = (told: Told) => {
      expect(told.isClosed).toBe(true);
      return told.afterMs / 60_000;
    };
    // Who sends a byte each ten seconds notices that much later; handshakes take milliseconds.
    for (const { silent, preface, fields, content, idle } of Object.values(waits)) {
      for (const each of [silent, preface, fields]) expect(minutes(each!)).toBeCloseTo(1, 1);
      expect(minutes(content!)).toBeLessThan(15.1);
      expect(minutes(idle!)).toBeCloseTo(10, 1);
    }
  });
});
