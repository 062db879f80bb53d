import { number, ratio } from '../../../part/units.ts';
import { MBPS } from '../usage.ts';
import { billingModel } from './billing.ts';
import { percentileOf } from './samples.ts';

export const percentile = billingModel({
  name: 'percentile-95',
  summary:
    'charges the bit rate that is left when the highest 5 % of 5-minute samples do not count',
  source:
    'burstable billing: samples of a month sorted, the top 5 % dropped, the next one billed; as Tencent and Baidu 月95; the price is an assumption',
  params: {
    'per-mbps': number({ min: 0 }).prefault(1).describe('price of 1 Mbit/s for a month'),
    share: ratio({ above: 0 }).prefault('95%').describe('part of the samples that count'),
  },
  main: 'per-mbps',
  make: ({ 'per-mbps': price, share }) => ({
    monthly: ({ samples }) => (percentileOf(samples.bitsPerSecond, share) / MBPS) * price,
  }),
});
