import { number } from '../../../part/units.ts';
import { billingModel } from './billing.ts';

export const flat = billingModel({
  name: 'flat',
  summary: 'charges the same each month, whatever is used',
  source: 'as flat-rate plans without overage (CloudFront since 2025-11-18)',
  params: { fee: number({ min: 0 }).describe('of a month, in the currency of the list') },
  main: 'fee',
  make: ({ fee }) => ({ monthly: () => fee }),
});
