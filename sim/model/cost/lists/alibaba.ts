import { perGbIn, perRequests, steps } from './charges.ts';
import { priceList } from './list.ts';
import { ALIBABA } from './tables.data.ts';

export const alibaba = priceList({
  name: 'alibaba',
  summary: 'Alibaba CDN in mainland China: steps per GB, and HTTPS requests; not verified',
  source: 'from memory, no public table was found: an assumption, check it before you rely on it',
  provider: 'Alibaba Cloud',
  date: '2026-09',
  currency: 'CNY',
  isVerified: false,
  params: {},
  charges: () => [
    { item: 'traffic', model: () => perGbIn(steps(ALIBABA.endsGb, ALIBABA.prices)) },
    { item: 'requests', model: () => perRequests(0.05, 10_000) },
  ],
});
