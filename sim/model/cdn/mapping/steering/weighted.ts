import { cdnAt, steering } from './steering.ts';

export const weighted = steering({
  name: 'weighted',
  summary: 'gives each CDN its share of devices, which stay with it whatever happens',
  source: 'definition; as weighted records of a name server',
  params: {},
  make: (_, { shares }) => ({ choose: (unit) => cdnAt(unit, shares, () => false) }),
});
