import { z } from 'zod';
import { perGbIn, perStoredGb, steps } from './charges.ts';
import { priceList } from './list.ts';

/** CNY per GB: what leaves for the internet, to 100 TB and beyond, or for a CDN that pulls. */
const EGRESS = { internet: steps([100e3], [0.26, 0.24]), cdn: steps([], [0.15]) } as const;

export const qiniu = priceList({
  name: 'qiniu',
  summary: 'Qiniu Kodo, object storage in mainland China: storage, and what leaves it',
  source:
    'qiniu.com/prices/kodo by api-evangelist/qiniu, read 2026-10-07; without its free amounts',
  provider: 'Qiniu',
  date: '2026-10-07',
  currency: 'CNY',
  isVerified: true,
  params: {
    to: z.enum(['cdn', 'internet']).default('cdn').describe('who takes what leaves it'),
  },
  charges: ({ to }) => [
    { item: 'storage', model: () => perStoredGb(0.115) },
    { item: 'traffic', model: () => perGbIn(EGRESS[to]) },
  ],
});
