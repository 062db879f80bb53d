import type { Region } from '../region.ts';
import { GB } from '../usage.ts';
import { perGbIn, perRequests, steps, trafficByColumn } from './charges.ts';
import { priceList } from './list.ts';
import { GOOGLE } from './tables.data.ts';

const GIB_IN_GB = (1024 * 1024 * 1024) / GB;
/** 10, 150 and 500 TiB. */
const ENDS_GB = [10, 150, 500].map((tebi) => tebi * 1024 * GIB_IN_GB);

export const googleCloudCdn = priceList({
  name: 'google-cloud-cdn',
  summary: 'Google Cloud CDN: steps per GiB by region, and cache look-ups; without cache fill',
  source:
    'cloud.google.com/cdn/pricing, read 2026-09-20; all but the first steps of North America and China from memory: an assumption',
  provider: 'Google Cloud',
  date: '2026-09-20',
  isVerified: true,
  params: {},
  charges: () => [
    trafficByColumn<Region>(
      (region) => region,
      (region) =>
        perGbIn(
          steps(
            ENDS_GB,
            GOOGLE[region].map((perGib) => perGib / GIB_IN_GB),
          ),
        ),
    ),
    { item: 'requests', model: () => perRequests(0.0075, 10_000) },
  ],
});
