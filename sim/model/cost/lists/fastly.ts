import { z } from 'zod';
import { graduated } from '../billing/tiers.ts';
import type { Region } from '../region.ts';
import { perGbIn, steps, trafficByColumn } from './charges.ts';
import { priceList } from './list.ts';
import { FASTLY } from './tables.data.ts';

const FIRST_STEP_GB = 10e3;
/** A month, shared by what regions send (assumption). */
const FREE_GB = 100;
/** Requests a month in units of 10 000: a million is free, then 100 million at the first price. */
const FREE = 100;
const FIRST_STEP = 10_000;

export const fastly = priceList({
  name: 'fastly',
  summary: 'Fastly, pay as you go: two steps per GB by region, and requests',
  source:
    'fastly.com/pricing by api-evangelist/fastly, read 2026-09-20; regions other than North America and Europe from memory: an assumption. Without the least bill of 50 USD',
  provider: 'Fastly',
  date: '2026-09-20',
  isVerified: true,
  params: {
    free: z.boolean().default(false).describe('whether the first 100 GB of a month are free'),
  },
  charges: ({ free }) => [
    trafficByColumn<Region>(
      (region) => region,
      (region) => perGbIn(steps([FIRST_STEP_GB], FASTLY[region]), free ? FREE_GB : 0),
    ),
    {
      item: 'requests',
      model: () => ({
        monthly: ({ requests }) =>
          graduated(
            [
              { to: FREE, price: 0 },
              { to: FIRST_STEP, price: 0.01 },
              { to: Number.POSITIVE_INFINITY, price: 0.0095 },
            ],
            requests / 10_000,
          ),
      }),
    },
  ],
});
