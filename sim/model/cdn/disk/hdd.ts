import { disk } from './disk.ts';

export const hdd = disk({
  name: 'hdd',
  summary: 'a magnetic disk of 7200 rpm, which does one thing at a time',
  source:
    'assumption: data sheets say 8 to 12 ms of seek and rotation, 100 to 200 reads/s, 200 MB/s',
  seek: '10ms',
  throughput: '200MB/s',
  reads: 1,
});
