import { number } from '../../../part/units.ts';
import type { Region } from '../region.ts';
import { GB } from '../usage.ts';
import { perFilledGb, perGbIn, perRequests, steps, trafficByColumn } from './charges.ts';
import { priceList } from './list.ts';
import { GOOGLE } from './tables.data.ts';

const GIB_IN_GB = (1024 * 1024 * 1024) / GB;
/** 10, 150 and 500 TiB. */
const ENDS_GB = [10, 150, 500].map((tebi) => tebi * 1024 * GIB_IN_GB);

export const googleCloudCdn = priceList({
  name: 'google-cloud-cdn',
  summary:
    'Google Cloud CDN: steps per GiB by region, and cache look-ups; cache fill when asked for',
  source:
    'cloud.google.com/cdn/pricing, read 2026-09-20; all but the first steps of North America and China from memory: an assumption',
  provider: 'Google Cloud',
  date: '2026-09-20',
  isVerified: true,
  params: {
    fill: number({ min: 0, max: 1 })
      .prefault(0)
      .describe(
        'USD for each GB that the caches fetch: 0.01 to 0.04 by where from and where to; default: not counted',
      ),
  },
  charges: ({ fill }) => [
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
    ...(fill > 0 ? [{ item: 'fill' as const, model: () => perFilledGb(fill) }] : []),
  ],
});
