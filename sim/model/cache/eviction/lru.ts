import { ListOrder } from './list-order.ts';
import { evictionPolicy } from './policy.ts';

export const lru = evictionPolicy({
  name: 'lru',
  summary: 'evicts the object that was served longest ago',
  source: 'Mattson et al., IBM Systems Journal 9(2), 1970',
  params: {},
  make: () => new ListOrder(true),
});
