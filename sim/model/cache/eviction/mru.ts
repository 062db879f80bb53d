import { evictionPolicy } from './policy.ts';
import { RecencyList } from './recency-list.ts';

export const mru = evictionPolicy({
  name: 'mru',
  summary: 'evicts the object that was served last, which is best for a loop larger than the cache',
  source: 'Chou & DeWitt, VLDB 1985',
  params: {},
  stack: true,
  make: () => new RecencyList(true),
});
