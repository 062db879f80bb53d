import { drawVisits, eviction, replayTiers, table } from './compiled.mjs';

/** Who serves photos, with traffic and sizes fitted to the paper; then better policies at the edge. */
export function photoTiers(_shared, { photos }) {
  const { visits: options, tiers } = photos.fitted;
  const visits = drawVisits(options);
  const servedWith = (atEdge) => {
    const built = tiers.map(({ policy, ...tier }) => ({
      ...tier,
      eviction: eviction(tier.name === 'edge' ? atEdge : policy),
    }));
    const served = replayTiers(visits, built, 'papers');
    return served.map((count) => (100 * count) / visits.requests);
  };
  const row = (name, served) => {
    const behind = 100 - served[0];
    const conditional = [(100 * served[1]) / behind, (100 * served[2]) / (served[2] + served[3])];
    return [name, ...served, ...conditional].map((cell) =>
      typeof cell === 'number' ? cell.toFixed(1) : cell,
    );
  };
  const policies = ['fifo', 'lru', 'slru', 's3-fifo'].filter(
    (name) => eviction(name) !== undefined,
  );
  return [
    '## Photo tiers',
    '',
    `${photos.source}: who serves a request, per cent. Traffic is Zipf (exponent ${options.exponent}) with`,
    `${100 * options.againRatio} % of requests for what the same person looked at lately, and the sizes of`,
    'the tiers are fitted to the first row: what is tested is that one chain gives all four shares. The',
    'paper then changes the policy of the edge, and finds more hits with LRU and more still with S4LRU (slru).',
    '',
    ...table(
      ['', 'browser', 'edge', 'origin', 'backend', 'edge, of what it is asked', 'origin, of that'],
      [
        row('paper', Object.values(photos.servedPercent)),
        ...policies.map((name) => row(`here, ${name} at the edge`, servedWith(name))),
      ],
    ),
    '',
  ].join('\n');
}
