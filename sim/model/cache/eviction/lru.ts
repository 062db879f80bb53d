import { evictionPolicy } from './policy.ts';
import { RecencyList } from './recency-list.ts';
import { LruUnits } from './units/lru-units.ts';

export const lru = evictionPolicy({
  name: 'lru',
  summary: 'evicts the object that was served longest ago',
  source: 'Mattson et al., IBM Systems Journal 9(2), 1970',
  params: {},
  stack: true,
  make: () => new RecencyList(false),
  units: (_, context) => new LruUnits(context),
});
