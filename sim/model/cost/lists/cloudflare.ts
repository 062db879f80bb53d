import { number } from '../../../part/units.ts';
import { priceList } from './list.ts';

export const cloudflare = priceList({
  name: 'cloudflare',
  summary: 'Cloudflare CDN: bandwidth is not metered, a plan has a fee',
  source:
    'cloudflare-docs: bandwidth of the CDN unmetered on plans; the fee is that of the Business plan from memory: an assumption',
  provider: 'Cloudflare',
  date: '2026-09',
  isVerified: true,
  params: { fee: number({ min: 0 }).prefault(200).describe('of the plan for a month, USD') },
  charges: ({ fee }) => [{ item: 'fee', model: () => ({ monthly: () => fee }) }],
});
