import { bitRate } from '../../../../part/units.ts';
import { mediaControl } from './media-control.ts';

export const steady = mediaControl({
  name: 'steady',
  summary: 'sends as much as there is, whatever becomes of it',
  source: 'definition: no congestion control, for comparison',
  params: {
    max: bitRate().prefault('1Gbps').describe('what it sends at most (assumption)'),
  },
  main: 'max',
  make: ({ max }) => ({ bitsPerSecond: max, heard() {}, reported() {} }),
});
