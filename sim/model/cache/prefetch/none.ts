import { prefetcher } from './prefetcher.ts';

export const none = prefetcher({
  name: 'none',
  summary: 'fetches only what is asked for',
  source: 'definition',
  params: {},
  make: () => ({ requested() {} }),
});
