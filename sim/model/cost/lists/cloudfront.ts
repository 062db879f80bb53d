import type { Region } from '../region.ts';
import { perGbIn, perRequests, steps, trafficByColumn } from './charges.ts';
import { CLOUDFRONT, type Column, REQUESTS, STEPS_GB } from './cloudfront.data.ts';
import { priceList } from './list.ts';

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
    'Amazon CloudFront, pay as you go: steps per GB by region, and HTTPS requests; without its free tier',
  source:
    'aws.amazon.com/cloudfront/pricing, read 2026; prices of requests from memory: an assumption',
  provider: 'Amazon Web Services',
  date: '2026-09',
  isVerified: true,
  params: {},
  charges: () => [
    trafficByColumn(
      (region) => COLUMN_OF[region],
      (column) => perGbIn(steps(STEPS_GB, CLOUDFRONT[column])),
    ),
    {
      item: 'requests',
      keyOf: (region) => COLUMN_OF[region],
      model: (key) => perRequests(REQUESTS[key as Column], 10_000),
    },
  ],
});
