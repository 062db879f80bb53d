import { z } from 'zod';
import { bytes, number } from '../../../part/units.ts';
import { GB } from '../usage.ts';
import { billingModel } from './billing.ts';
import { graduated, type Tier } from './tiers.ts';

const tier = z.strictObject({
  to: bytes({ above: 0 })
    .optional()
    .describe('bytes a month up to which the price holds; default: all that are left'),
  'per-gb': number({ min: 0 }).describe('price of one GB, in the currency of the list'),
});

const rising = (tiers: readonly { to?: number | undefined }[]): boolean =>
  tiers.every(({ to }, at) => {
    const before = at === 0 ? 0 : tiers[at - 1]!.to;
    return before !== undefined && (to === undefined || to > before);
  });

/** @returns the steps of a price list, in GB; the last price holds for all beyond. */
export function tiersOf(steps: readonly { to?: number | undefined; 'per-gb': number }[]): Tier[] {
  return steps.map(({ to, 'per-gb': price }, at) => ({
    to: at === steps.length - 1 ? Number.POSITIVE_INFINITY : to! / GB,
    price,
  }));
}

export const tiered = billingModel({
  name: 'tiered',
  summary: 'charges each gigabyte at the price of the step of the month in which it lies',
  source: 'as CloudFront (aws.amazon.com/cloudfront/pricing) and Baidu (cloud.baidu.com/doc/CDN)',
  params: {
    tiers: z
      .array(tier)
      .min(1)
      .refine(rising, { error: 'steps out of order: expected each to end above the one before' })
      .describe('steps, each with its end and its price'),
  },
  main: 'tiers',
  make: ({ tiers }) => {
    const steps = tiersOf(tiers);
    return { monthly: ({ bytes: sent }) => graduated(steps, sent / GB) };
  },
});
