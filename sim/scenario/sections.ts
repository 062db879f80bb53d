/** The sections of a scenario, in the order in which people write them. */
export const SECTIONS: readonly string[] = [
  'version',
  'title',
  'extends',
  'run',
  'places',
  'nodes',
  'network',
  'links',
  'traffic',
  'timeline',
  'price',
  'assert',
];
