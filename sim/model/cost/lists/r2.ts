import { perRequests, perStoredGb } from './charges.ts';
import { priceList } from './list.ts';

export const r2 = priceList({
  name: 'r2',
  summary: 'Cloudflare R2: storage and reads, and nothing for what leaves it',
  source: 'cloudflare-docs r2/pricing, read 2026: 0.015 USD/GB-month, class B 0.36 USD/M',
  provider: 'Cloudflare',
  date: '2026-09',
  isVerified: true,
  params: {},
  charges: () => [
    { item: 'storage', model: () => perStoredGb(0.015) },
    { item: 'requests', model: () => perRequests(0.36, 1e6) },
  ],
});
