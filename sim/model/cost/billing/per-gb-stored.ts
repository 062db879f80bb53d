import { number } from '../../../part/units.ts';
import { GB } from '../usage.ts';
import { billingModel } from './billing.ts';

export const perGbStored = billingModel({
  name: 'per-gb-stored',
  summary: 'charges each gigabyte that is kept for the month',
  source: 'as S3, R2 and Kodo; a gigabyte is 1e9 bytes',
  params: { price: number({ min: 0 }).describe('of one GB for a month') },
  main: 'price',
  make: ({ price }) => ({ monthly: ({ storedBytes }) => (storedBytes / GB) * price }),
});
