import { count } from '../../../part/units.ts';
import { prefetcher } from './prefetcher.ts';

export const next = prefetcher({
  name: 'next',
  summary: 'fetches the object that lies behind the one that was missed (one-block lookahead)',
  source: 'Smith, Sequentiality and Prefetching in Database Systems, ACM TODS 3(3), 1978',
  main: 'ahead',
  params: {
    ahead: count({ min: 1, max: 64 })
      .prefault(1)
      .describe('how many objects behind it are fetched (paper: 1)'),
  },
  make: ({ ahead }, context) => ({
    requested(object, wasHit, wanted) {
      if (wasHit) return;
      let next = object;
      for (let step = 0; step < ahead; step += 1) {
        next = context.next(next);
        if (next < 0) return;
        wanted(next);
      }
    },
  }),
});
