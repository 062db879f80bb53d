import { mapping } from './mapping.ts';

export const nearestSite = mapping({
  name: 'nearest',
  summary: 'sends everybody to the site that is nearest on the map, and knows of no failure',
  source: 'definition; distance on the great circle',
  params: {},
  make: (_, { sites }) => ({ siteOf: () => sites.nearest }),
});
