import { disk } from './disk.ts';

export const ssd = disk({
  name: 'ssd',
  summary: 'flash behind SATA',
  source:
    'assumption: data sheets say 80 to 100 µs, 550 MB/s and 90,000 reads/s, which are 8 at the same time (Little)',
  seek: '90us',
  throughput: '550MB/s',
  reads: 8,
});
