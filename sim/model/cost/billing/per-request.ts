import { count, number } from '../../../part/units.ts';
import { billingModel } from './billing.ts';

export const perRequest = billingModel({
  name: 'per-request',
  summary: 'charges requests, whatever they ask for',
  source: 'as CloudFront and Fastly, per 10 000 requests, and S3, per 1000',
  params: {
    price: number({ min: 0 }).describe('of so many requests, in the currency of the list'),
    each: count({ min: 1 }).prefault(10_000).describe('requests that the price is for'),
    free: count().prefault(0).describe('requests a month that cost nothing'),
  },
  main: 'price',
  make: ({ price, each, free }) => ({
    monthly: ({ requests }) => (Math.max(0, requests - free) / each) * price,
  }),
});
