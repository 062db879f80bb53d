import { z } from 'zod';
import type { Region } from '../region.ts';
import { perGbIn, steps, trafficByColumn } from './charges.ts';
import { type Charge, priceList } from './list.ts';
import { BUNNY, BUNNY_VOLUME } from './tables.data.ts';

const STANDARD: Charge = trafficByColumn<Region>(
  (region) => region,
  (region) => perGbIn(steps([], [BUNNY[region]])),
);

const VOLUME: Charge = {
  item: 'traffic',
  model: () => perGbIn(steps(BUNNY_VOLUME.endsGb, BUNNY_VOLUME.prices)),
};

export const bunny = priceList({
  name: 'bunny',
  summary: 'Bunny CDN: one price per GB by region, requests for nothing',
  source: 'docs.bunny.net/cdn/pricing, read 2026-09-20',
  provider: 'Bunny',
  date: '2026-09-20',
  isVerified: true,
  params: {
    network: z
      .enum(['standard', 'volume'])
      .default('standard')
      .describe('all points of presence, or ten of them at a lower price'),
  },
  charges: ({ network }) => [network === 'volume' ? VOLUME : STANDARD],
});
