/** Real logs through whole scenarios. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type Result, Run, read } from '../../../sim/index.ts';
import { driveRun } from '../../../sim/lab/node/drive.ts';
import { total } from '../../run-scenario.ts';
import { sharedData, whenShared } from '../../shared-data.ts';

/** One LRU cache in front of the origin; links and origin at 0 ms, no expiry, no overhead. */
const ONE_CACHE = `
version: 1
title: replay
places: [paris]
nodes:
  people: { kind: clients, access: none }
  edge: { kind: cache, capacity: 1MB, policy: lru, parent: origin }
  origin: { kind: origin, service: 0ms }
links:
  people -> edge: { latency: 0ms }
  edge -> origin: { latency: 0ms }
traffic:
  log: { kind: trace, from: people, to: edge, transport: open, file: log }
`;

const EDGE_AND_SHIELD = `
version: 1
title: replay through two tiers
places: [frankfurt, virginia]
nodes:
  people: { kind: clients, at: frankfurt, count: 50 }
  edge: { kind: cache, at: frankfurt, count: 2, capacity: 1MB, policy: sieve, parent: shield }
  shield: { kind: cache, at: virginia, capacity: 4MB, policy: s3-fifo, parent: origin }
  origin: { kind: origin, at: virginia }
traffic:
  log: { kind: trace, from: people, to: edge, file: log }
`;

const trace = (name: string) => sharedData(`cache/${name}.oracleGeneral.bin.zst`)!;

async function replay(text: string, file: string, set: readonly string[] = []): Promise<Result> {
  const options = { file: 'replay.yaml', set: [`traffic.log.file=${file}`, ...set] };
  const { scenario, problems } = read(text, options);
  expect(problems).toEqual([]);
  const run = new Run(scenario!);
  await driveRun(run, { folder: '/' });
  return run.result();
}

whenShared('replay of real logs', () => {
  const rows = () =>
    readFileSync(sharedData('cache/expected.csv')!, 'utf8')
      .split('\n')
      .map((line) => line.split(','))
      .filter(([name, policy, , unit]) => {
        const isOurs = name === 'nasa_19950801' || name === 'webcachesim_test';
        return isOurs && policy === 'lru' && unit === '0';
      });

  it('through one LRU cache without delays has exactly libCacheSim’s miss counts', async () => {
    expect(rows()).toHaveLength(12);
    for (const [name, , , , , size, requests, misses, requestBytes, missBytes] of rows()) {
      const result = await replay(ONE_CACHE, trace(name!), [`nodes.edge.capacity=${size}B`]);
      expect({
        requests: total(result, 'cache_requests'),
        misses: total(result, 'cache_requests') - total(result, 'cache_hits'),
        requestBytes: total(result, 'cache_request_bytes'),
        missBytes: total(result, 'cache_request_bytes') - total(result, 'cache_hit_bytes'),
        origin: total(result, 'origin_requests'),
      }).toEqual({
        requests: Number(requests),
        misses: Number(misses),
        requestBytes: Number(requestBytes),
        missBytes: Number(missBytes),
        origin: Number(misses),
      });
    }
  });

  it.each(['nasa_19950801', 'webcachesim_test'])(
    '%s through edge and shield gives a hit ratio by tier, and loses no request',
    async (name) => {
      const result = await replay(EDGE_AND_SHIELD, trace(name));
      const [edge, shield] = ['edge', 'shield'].map((node) => {
        const asked = total(result, 'cache_requests', { node });
        return { asked, hitRatio: total(result, 'cache_hits', { node }) / asked };
      });
      expect(edge!.hitRatio).toBeGreaterThan(0.05);
      expect(shield!.hitRatio).toBeGreaterThan(0.01);
      expect(edge!.asked).toBe(total(result, 'requests'));
      expect(total(result, 'errors')).toBe(0);
      // What the edge missed and did not collapse is what the shield was asked.
      const missed = edge!.asked - total(result, 'cache_hits', { node: 'edge' });
      expect(shield!.asked).toBe(missed - total(result, 'cache_collapsed', { node: 'edge' }));
    },
  );

  it('reads an Apache log as it is, compressed', async () => {
    const log = sharedData('logs/apache_combined.log.gz')!;
    const result = await replay(EDGE_AND_SHIELD, log);
    // expected.csv, elastic_apache: GET, status 200, size above 0.
    expect(total(result, 'requests')).toBe(8911);
    expect(total(result, 'response_bytes')).toBe(2_735_432_578);
  });
});
