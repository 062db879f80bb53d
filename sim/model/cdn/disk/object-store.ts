import { disk } from './disk.ts';

export const objectStore = disk({
  name: 'object-store',
  summary: 'a bucket of a cloud, reached over HTTP; nobody waits for a turn there',
  source:
    'assumption: first bytes after 20 to 100 ms in the median and 200 ms or more at p99; 100 MB/s and 1000 reads at the same time stand for one client’s share of a large service',
  seek: { lognormal: { median: '40ms', p99: '200ms' } },
  throughput: '100MB/s',
  reads: 1000,
});
