import { expect, it } from 'vitest';
import { PLAIN } from '../../sim/report/style.ts';
import { tiersSection } from '../../sim/report/terminal/tiers.ts';
import { ONE_CACHE } from '../model/cdn/one-cache.ts';
import { runText } from '../run-scenario.ts';

const tiers = (set: readonly string[]) =>
  tiersSection(runText(ONE_CACHE, set), { style: PLAIN, width: 100, file: 'a.yaml', replay: '' });

it('shows browsers above the caches that they ask', () => {
  // 1000 requests of two devices: each fetches the only object once, the edge from the origin.
  const rows = tiers(['nodes.people={kind: clients, access: none, count: 2, cache: 1MB}']);
  expect(rows.slice(1, 4).map((row) => row.trim().split(/\s+/).slice(0, 3))).toEqual([
    ['people', '1000', '99.8'],
    ['edge', '2', '50.0'],
    ['origin', '1', '–'],
  ]);
});

it('says of a cache with a disk who in it serves what', () => {
  // Without memory every hit is one read of 1000 bytes and 5 ms: 999, one of them after the end, in 10 s.
  const set = ['nodes.edge.tiers={memory: 0B, disk: {hdd: {seek: 5ms, throughput: 100GB/s}}}'];
  const [line] = tiers(set).filter((row) => row.trim().startsWith('edge:'));
  expect(line).toBe('  edge: 0 % from memory, 99.9 % from disk; 976 KiB read, busy 49.9 %');
});
