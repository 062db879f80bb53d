import { expect, it } from 'vitest';
import { PLAIN } from '../../sim/report/style.ts';
import { routesSection } from '../../sim/report/terminal/routes.ts';
import { storageSection } from '../../sim/report/terminal/storage.ts';
import { ONE_CACHE } from '../model/cdn/one-cache.ts';
import { ONE_STORAGE } from '../model/cdn/storage/one-storage.ts';
import { runText } from '../run-scenario.ts';

const OPTIONS = { style: PLAIN, width: 100, file: 'a.yaml', replay: '' };
const words = (line: string) => line.trim().split(/\s{2,}/);

it('shows what storages read, and what they rebuilt', () => {
  const set = [
    'timeline=[{at: 20500ms, do: fail-disk, node: store}]',
    'nodes.store.repair={after: 5s, rate: 10MB/s, piece: 1MB}',
    'nodes.store.durability={afr: 1.37%, repair: 24h}',
  ];
  const [, row, repair] = storageSection(runText(ONE_STORAGE, set), OPTIONS);
  // Each read is one of ten disks for 10 ms of each second, of fourteen disks; 3.6e15 is oracle 12.
  expect(words(row!).slice(0, 3)).toEqual(['store', '100', '10.0 ms']);
  expect(words(row!).at(-1)).toBe('3.6e+15');
  expect(repair).toMatch(
    /^ {2}store: 134 MiB rebuilt from 1.30 GiB read; whole after 1[89]\.\d s$/,
  );
});

it('shows which CDN and site requests go to, where the scenario says so', () => {
  expect(routesSection(runText(ONE_CACHE), OPTIONS)).toEqual([]);
  const lines = routesSection(runText(ONE_CACHE, ['traffic.page.mapping=anycast']), OPTIONS);
  expect(words(lines[1]!).slice(0, 5)).toEqual(['page → edge', '100 %', '100 %', '0 ms', '0 %']);
});
