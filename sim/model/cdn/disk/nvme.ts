import { disk } from './disk.ts';

export const nvme = disk({
  name: 'nvme',
  summary: 'flash behind PCI Express',
  source:
    'assumption: data sheets say 20 to 80 µs, 3 to 7 GB/s and 0.5 to 1 million reads/s, of which 32 at the same time give 640,000 (Little)',
  seek: '50us',
  throughput: '5GB/s',
  reads: 32,
});
