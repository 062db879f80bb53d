import { number } from '../../../part/units.ts';
import { billingModel } from './billing.ts';

export const perNodeHour = billingModel({
  name: 'per-node-hour',
  summary: 'charges each node for the time that it is there',
  source: 'as on-demand instances of clouds',
  params: { price: number({ min: 0 }).describe('of one node for an hour') },
  main: 'price',
  make: ({ price }) => ({ monthly: ({ nodeHours }) => nodeHours * price }),
});
