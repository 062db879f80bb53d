import { z } from 'zod';
import { count } from '../../../part/units.ts';
import type { Region } from '../region.ts';
import { perGbIn, perRequests, steps, trafficByColumn } from './charges.ts';
import { CLOUDFRONT, type Column, REQUESTS, STEPS_GB } from './cloudfront.data.ts';
import { priceList } from './list.ts';

/** A month. Source: reference/domain.md §6. */
const FREE_GB = 1000;
const FREE_REQUESTS = 10e6;
const FREE_INVALIDATIONS = 1000;
/** USD for one path. */
const INVALIDATION = 0.005;

/** Mainland China has no column: what is there is priced as its neighbours, an assumption. */
const COLUMN_OF: Readonly<Record<Region, Column>> = {
  'north-america': 'us-mx-ca',
  europe: 'eu-il-tr',
  africa: 'za-ke-ng-me',
  'middle-east': 'za-ke-ng-me',
  'south-america': 'south-america',
  japan: 'japan',
  oceania: 'au-nz',
  india: 'india',
  china: 'asia',
  asia: 'asia',
};

export const cloudfront = priceList({
  name: 'cloudfront',
  summary:
    'Amazon CloudFront, pay as you go: steps per GB by region, and HTTPS requests; its free amounts when asked for',
  source:
    'aws.amazon.com/cloudfront/pricing, read 2026; prices of requests from memory: an assumption. Free amounts are shared by what regions send, an assumption',
  provider: 'Amazon Web Services',
  date: '2026-09',
  isVerified: true,
  params: {
    free: z
      .boolean()
      .default(false)
      .describe('whether the free amounts of a month count, 1 TB and 10 million requests'),
    invalidations: count()
      .prefault(0)
      .describe('paths that are invalidated in a month: 0.005 USD each after the first 1000'),
  },
  charges: ({ free, invalidations }) => [
    trafficByColumn(
      (region) => COLUMN_OF[region],
      (column) => perGbIn(steps(STEPS_GB, CLOUDFRONT[column]), free ? FREE_GB : 0),
    ),
    {
      item: 'requests',
      keyOf: (region) => COLUMN_OF[region],
      model: (key) => perRequests(REQUESTS[key as Column], 10_000, free ? FREE_REQUESTS : 0),
    },
    ...(invalidations > 0
      ? [
          {
            item: 'fee' as const,
            model: () => ({
              monthly: () => Math.max(0, invalidations - FREE_INVALIDATIONS) * INVALIDATION,
            }),
          },
        ]
      : []),
  ],
});
