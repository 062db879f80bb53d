import { number } from '../../../part/units.ts';
import { GB } from '../usage.ts';
import { billingModel } from './billing.ts';

export const perGb = billingModel({
  name: 'per-gb',
  summary: 'charges each gigabyte that is sent the same',
  source: 'as Bunny (docs.bunny.net/cdn/pricing); a gigabyte is 1e9 bytes',
  params: { price: number({ min: 0 }).describe('of one GB, in the currency of the list') },
  main: 'price',
  make: ({ price }) => ({ monthly: ({ bytes }) => (bytes / GB) * price }),
});
