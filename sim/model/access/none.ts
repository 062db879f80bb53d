import { accessProfile } from './profile.ts';

export const none = accessProfile({
  name: 'none',
  summary: 'no access network: no delay, no limit of rate',
  source: 'definition; for isolating other effects',
  params: {},
  make: () => ({
    oneWayMs: () => 0,
    downBitsPerSecond: () => Number.POSITIVE_INFINITY,
    upBitsPerSecond: () => Number.POSITIVE_INFINITY,
  }),
});
