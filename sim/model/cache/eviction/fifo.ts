import { ListOrder } from './list-order.ts';
import { evictionPolicy } from './policy.ts';

export const fifo = evictionPolicy({
  name: 'fifo',
  summary: 'evicts the object that was stored longest ago',
  source: 'definition',
  params: {},
  make: () => new ListOrder(false),
});
