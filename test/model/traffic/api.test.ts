import { expect, it } from 'vitest';
import { runText, total } from '../../run-scenario.ts';

const API = `
version: 1
title: an interface
run: { seed: 6, duration: 1000s }
places: [paris]
nodes:
  people: { kind: clients, count: 50, access: none }
  edge: { kind: cache, capacity: 1GiB, parent: origin }
  origin: { kind: origin, workers: 1000, service: 0ms }
traffic:
  api:
    kind: api
    from: people
    to: edge
    transport: open
    arrivals: { poisson: 40rps }
    writes: 1%
    catalog: { objects: 1, popularity: uniform, size: 1kB, tags: { table: 1 } }
`;

it('has reads fetched once, and writes change none of them, unless they invalidate', () => {
  const result = runText(API);
  expect(total(result, 'origin_requests')).toBe(total(result, 'api_writes') + 1);
});

it.each(['{ nodes: edge, after: 0s }', '{ nodes: edge, by: table, after: 0s }'])(
  'has what was written fetched again, once for each write: %s',
  (invalidates) => {
    const result = runText(API, [`traffic.api.invalidates=${invalidates}`]);
    const writes = total(result, 'api_writes');
    expect(writes).toBeGreaterThan(300);
    const fetches = total(result, 'origin_requests') - writes;
    // A write that follows another before anybody reads needs no fetch of its own: one of a hundred does.
    expect(fetches).toBeLessThanOrEqual(writes + 1);
    expect(fetches).toBeGreaterThan(0.95 * writes);
  },
);

it('has what was written dropped after a while, and reads of the meantime are of the old version', () => {
  const result = runText(API, ['traffic.api.invalidates={ nodes: edge, after: 10s }']);
  const writes = total(result, 'api_writes');
  const fetches = total(result, 'origin_requests') - writes;
  expect(fetches).toBeLessThanOrEqual(writes + 1);
  expect(fetches).toBeGreaterThan(0.9 * writes);
});

it('drops only what carries the tag of what was written', () => {
  const many = [
    'traffic.api.catalog.objects=400',
    'traffic.api.catalog.tags={ table: 4 }',
    'traffic.api.writes=0.02%',
  ];
  const by = (kind: string) => {
    const result = runText(API, [
      ...many,
      `traffic.api.invalidates={ nodes: edge, after: 0s${kind} }`,
    ]);
    return [total(result, 'origin_requests'), total(result, 'api_writes')] as const;
  };
  const [byTag, writes] = by(', by: table');
  const [byKey] = by('');
  expect(writes).toBeGreaterThan(3);
  // 400 at first; then 100 for each write, or one. All are read within a minute, and writes are minutes apart.
  expect(byKey - writes).toBeLessThanOrEqual(400 + writes);
  expect(byTag - writes).toBeGreaterThan(400 + 60 * writes);
  expect(byTag - writes).toBeLessThanOrEqual(400 + 100 * writes);
});

it('has new versions of what was written, which validators do not match', () => {
  const text = API.replace('    writes: 1%', '    writes: 1%\n    freshness: { max-age: 1s }');
  const still = runText(text);
  const changing = runText(text, ['traffic.api.invalidates={ nodes: edge, after: 0s }']);
  // Renewed each second: without writes that change anything, always without its bytes.
  expect(total(still, 'cache_revalidated')).toBe(
    total(still, 'origin_requests') - total(still, 'api_writes') - 1,
  );
  expect(total(changing, 'cache_revalidated')).toBeLessThan(total(still, 'cache_revalidated'));
});

it('has classes of objects that live otherwise than the rest', () => {
  const text = (kind: string) =>
    API.replace('kind: api', `kind: ${kind}`)
      .replace('objects: 1,', 'objects: 400,')
      .replace('    writes: 1%\n', kind === 'api' ? '    writes: 0%\n' : '');
  const lives = 'lives=[{ share: 25%, no-store: true }, { share: 25%, max-age: 30d }]';
  for (const kind of ['api', 'web', 'download']) {
    const result = runText(text(kind), [`traffic.api.${lives}`]);
    const requests = total(result, 'requests');
    // A quarter of 400 objects, ± 4 deviations of a draw of 8.7, is never kept; the other 300 are fetched once.
    const never = total(result, 'origin_requests') - 300;
    expect(Math.abs(never / requests - 0.25), kind).toBeLessThan((4 * 8.7) / 400 + 0.01);
  }
});
