import { duration } from '../../../part/units.ts';
import { mapping } from './mapping.ts';

export const nearestSite = mapping({
  name: 'nearest',
  summary:
    'sends everybody to the site that is nearest on the map, and knows of no failure unless told when',
  source: 'definition; distance on the great circle',
  params: {
    failover: duration()
      .optional()
      .describe(
        'a site that is lost is left for the quickest that is there after so long, and taken again so long after it is back; default: never left',
      ),
  },
  main: 'failover',
  make: ({ failover }, { sites }) => ({
    siteOf:
      failover === undefined
        ? () => sites.nearest
        : (_device, nowMs) => sites.at(sites.nearest, nowMs - failover),
  }),
});
