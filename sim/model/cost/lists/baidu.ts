import { z } from 'zod';
import { dailyPeak } from '../billing/daily-peak.ts';
import { perGbIn, steps } from './charges.ts';
import { priceList } from './list.ts';
import { BAIDU, BAIDU_PEAK } from './tables.data.ts';

export const baidu = priceList({
  name: 'baidu',
  summary: 'Baidu CDN in mainland China: steps per GB, or the peak of each day',
  source:
    'cloud.baidu.com/doc/CDN, list prices read 2026; that nodes elsewhere cost the same is an assumption',
  provider: 'Baidu AI Cloud',
  date: '2026-09',
  currency: 'CNY',
  isVerified: true,
  params: {
    by: z
      .enum(['traffic', 'daily-peak'])
      .default('traffic')
      .describe('what is billed; the peak is cheaper where more than 30 % of it is used all day'),
  },
  charges: ({ by }) => [
    {
      item: 'traffic',
      model: () =>
        by === 'traffic'
          ? perGbIn(steps(BAIDU.endsGb, BAIDU.prices))
          : dailyPeak.make({ bands: BAIDU_PEAK } as never),
    },
  ],
});
