/** Real HTTP in virtual time. Threads load built files. */
import { describe, expect, it } from 'vitest';
import type { Result } from '../../sim/index.ts';
import type { ProtocolAnswer } from '../../sim/protocol/job.ts';
import { figure, total } from '../run-scenario.ts';
import { expectOneHash, modelled, spoken, twoEdges, withoutChance } from './spoken-scenario.ts';

const TEXT = twoEdges(12, 40, '{ http-1.1: { tls: none } }');
const FRESHNESS = '    freshness: { max-age: 2s, changes: 20s, stale-while-revalidate: 1s }\n';
/** Everything is answered before the end, so that totals can be compared. */
const END = 'timeline:\n  - { at: 10s, do: ramp, traffic: web, to: 0rps, over: 0s }\n';
const CRASH = '  - { at: 4s, do: crash, node: edge/1, for: 2s }\n';

const PLAIN = TEXT + END;
const WHOLE = TEXT + FRESHNESS + END + CRASH;
let plain: Promise<ProtocolAnswer> | undefined;
let whole: Promise<ProtocolAnswer> | undefined;
const plainly = () => (plain ??= spoken(PLAIN));
const wholly = () => (whole ??= spoken(WHOLE));

/** Answers are larger than a first window of ten segments. */
const RESTED = `version: 1
title: people who ask now and then
run: { seed: 4, duration: 20s, fidelity: protocol }
places: [frankfurt, london]
nodes:
  people: { kind: clients, at: frankfurt, count: 10, access: none }
  edge: { kind: cache, at: london, capacity: 50MiB, parent: origin, transport: { http-1.1: { tls: none } } }
  origin: { kind: origin, at: london, workers: 64, service: { constant: 10ms } }
traffic:
  web:
    kind: web
    from: people
    to: edge
    transport: { http-1.1: { tls: none } }
    arrivals: { poisson: 20rps }
    catalog: { objects: 50, popularity: { zipf: 0.9 }, size: { constant: 20KiB } }
`;

describe('a spoken scenario', () => {
  it('is the same byte for byte in three runs, and however what is under way is waited for', async () => {
    await expectOneHash(WHOLE, wholly());
  }, 120_000);

  it('leaves the clocks of the thread that waits for it alone', async () => {
    const before = { now: Date.now(), timer: setTimeout, random: Math.random };
    await plainly();
    expect(setTimeout).toBe(before.timer);
    expect(Math.random).toBe(before.random);
    // The wall clock of the run begins with 2026.
    expect(Date.now() - before.now).toBeGreaterThan(0);
    expect(Date.now() - before.now).toBeLessThan(120_000);
  }, 120_000);

  it('is the model to the request and to the nanosecond where lines draw nothing and copies do not expire', async () => {
    const text = withoutChance(TEXT.replace('50rps', '200rps')) + END;
    const [spokenOne, model] = [(await spoken(text)).result, modelled(text)];
    // On the wire there are fields beside the bytes of the model.
    const counted = ({ replications }: Result) =>
      replications[0]!.counters
        .filter(({ metric }) => metric !== 'call_bytes')
        .map(({ metric, labels, windows }) => ({
          what: `${metric} ${JSON.stringify(labels)}`,
          sum: Number(windows.reduce((sum, each) => sum + each, 0).toFixed(3)),
        }))
        .filter(({ sum }) => sum > 0)
        .sort((a, b) => (a.what < b.what ? -1 : 1));
    expect(counted(spokenOne)).toEqual(counted(model));
    expect(total(model, 'cache_collapsed')).toBeGreaterThan(10);
    expect(total(model, 'cache_evictions')).toBeGreaterThan(100);
    const mean = (result: Result) => figure(result, 'mean', 'latency');
    expect(mean(spokenOne)).toBeCloseTo(mean(model), 6);
  }, 120_000);

  it('takes as long as the model over connections that have rested', async () => {
    // Two round trips of slow start for 20 KiB, one while a window has not shrunk (RFC 2861 §3.1): ten people ask now and then.
    const rested = (result: Result) => figure(result, 'mean', 'latency');
    expect(rested((await spoken(RESTED)).result)).toBeCloseTo(rested(modelled(RESTED)), 6);
  }, 120_000);

  it('has nearly the requests and hits of the model where lines draw delays packet by packet', async () => {
    const sums = { hits: 0, modelHits: 0, fetches: 0, modelFetches: 0 };
    for (const seed of [1, 2, 3, 4]) {
      const text = PLAIN.replace(/seed: \d+/, `seed: ${seed}`);
      const [{ result }, model] = [await spoken(text), modelled(text)];
      for (const same of ['requests', 'cache_requests', 'errors']) {
        expect(total(result, same)).toBe(total(model, same));
      }
      sums.hits += total(result, 'cache_hits');
      sums.modelHits += total(model, 'cache_hits');
      sums.fetches += total(result, 'origin_requests');
      sums.modelFetches += total(model, 'origin_requests');
    }
    // Requests come up to 25 ms sooner or later: one in eight goes to the other edge, or finds a fetch done that it waits for in the
    // model. Of 240 hits that makes 6 more or less (deviation over 8 seeds, mean -1): 12 of 960, and three times that is 4 %.
    expect(Math.abs(sums.hits / sums.modelHits - 1)).toBeLessThan(0.04);
    expect(Math.abs(sums.fetches / sums.modelFetches - 1)).toBeLessThan(0.04);
  }, 120_000);

  it('brings the bytes of the model, and the headers beside them', async () => {
    const { result } = await plainly();
    const model = modelled(PLAIN);
    const bytes = total(result, 'call_bytes', { node: 'people' });
    const bodies = total(model, 'call_bytes', { node: 'people' });
    // Headers of an answer have some 250 B beside 20 KiB.
    expect(bytes / bodies).toBeGreaterThan(1);
    expect(bytes / bodies).toBeLessThan(1.02);
  }, 120_000);

  it('keeps connections that nobody uses as long as devices do, and no server closes them before', async () => {
    // 300 s, where a server gives up on a request that does not come after 60.
    const idle = TEXT.replace('duration: 12s', 'duration: 1200s')
      .replace('count: 40', 'count: 1')
      .replace('50rps', '0.0125rps')
      .replace('    transport:', '    idle: 300s\n    transport:');
    const [{ result }, model] = [await spoken(idle), modelled(idle)];
    expect(total(result, 'requests')).toBe(total(model, 'requests'));
    expect(total(result, 'connections')).toBe(total(model, 'connections'));
    expect(total(result, 'connections')).toBe(1);
  });

  it('loses no request when an edge crashes under real connections', async () => {
    const { result } = await wholly();
    const requests = total(result, 'requests');
    expect(requests).toBe(total(modelled(WHOLE), 'requests'));
    expect(total(result, 'errors')).toBeLessThan(requests / 20);
  }, 120_000);

  it('refuses what it cannot speak, all of it, by place and name', async () => {
    const text = TEXT.replace('s3-fifo,', 's3-fifo, siblings: icp, slice: 64KiB,').replace(
      'http-1.1: { tls: none }',
      'http-3: {}',
    );
    await expect(spoken(text)).rejects.toMatchObject({
      problems: [
        { code: 'TW1317', message: expect.stringContaining('siblings') },
        { code: 'TW1317', message: expect.stringContaining('slice') },
        { code: 'TW1317', message: expect.stringContaining('http-3') },
      ],
    });
  }, 120_000);
});
