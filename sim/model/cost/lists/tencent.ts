import { z } from 'zod';
import { number } from '../../../part/units.ts';
import { dailyPeak } from '../billing/daily-peak.ts';
import { percentileOf } from '../billing/samples.ts';
import { MBPS } from '../usage.ts';
import { perGbIn, perRequests, steps } from './charges.ts';
import { priceList } from './list.ts';
import { BAIDU } from './tables.data.ts';

const SHARE_95 = 0.95;

export const tencent = priceList({
  name: 'tencent',
  summary: 'Tencent CDN in mainland China: by traffic, by daily peak or by 95th percentile',
  source:
    'scheme: tencentyun/qcloud-documents, 计费概述 (288 samples a day; HTTPS requests billed since 2023-01-05). Its prices were not found: steps per GB are those of Baidu, the rest is an assumption',
  provider: 'Tencent Cloud',
  date: '2026-09',
  currency: 'CNY',
  isVerified: false,
  params: {
    by: z
      .enum(['traffic', 'daily-peak', 'percentile-95'])
      .default('traffic')
      .describe('what is billed'),
    'daily-mbps': number({ min: 0 })
      .prefault(0.52)
      .describe('CNY for 1 Mbit/s of a day’s peak; an assumption, as Baidu'),
    'monthly-mbps': number({ min: 0 })
      .prefault(16)
      .describe('CNY for 1 Mbit/s of the month’s 95th percentile; an assumption'),
    'requests-10k': number({ min: 0 })
      .prefault(0.05)
      .describe('CNY for 10 000 HTTPS requests; an assumption'),
  },
  charges: (params) => [
    { item: 'traffic', model: () => MODELS[params.by](params) },
    { item: 'requests', model: () => perRequests(params['requests-10k'], 10_000) },
  ],
});

interface Prices {
  readonly 'daily-mbps': number;
  readonly 'monthly-mbps': number;
}

const MODELS = {
  traffic: () => perGbIn(steps(BAIDU.endsGb, BAIDU.prices)),
  'daily-peak': (prices: Prices) =>
    dailyPeak.make({ bands: [{ 'per-mbps': prices['daily-mbps'] }] } as never),
  'percentile-95': (prices: Prices) => ({
    monthly: ({ samples }: { samples: { bitsPerSecond: readonly number[] } }) =>
      (percentileOf(samples.bitsPerSecond, SHARE_95) / MBPS) * prices['monthly-mbps'],
  }),
} as const;
