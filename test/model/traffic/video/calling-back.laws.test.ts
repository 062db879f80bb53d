import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runText, total } from '../../../run-scenario.ts';

/** People who see little and leave soon, on lines that are thin at times. */
const SCENE = `
version: 1
title: whatever happens
run: { seed: 1, duration: 120s }
places: [paris, tokyo]
nodes:
  people: { kind: clients, at: each, count: 12, access: none }
  edge: { kind: cache, at: each, capacity: 20MB, parent: origin }
  origin: { kind: origin, at: paris, workers: 4, service: { exponential: 300ms } }
links:
  people -> edge: { bandwidth: 12Mbps }
traffic:
  films:
    kind: vod
    from: people
    to: edge
    arrivals: { poisson: 1rps }
    titles: { count: 5, length: 40s }
    leaves: { startup: 1s, per-second: 30%, stalls: 3 }
    player: { rule: { dash-js: { abandon: 0.6 } } }
  match:
    kind: live
    from: people
    to: edge
    join: 10s
    watch: 60s
    leaves: { startup: 2s, stalls: 2 }
    player: { rule: dash-js }
`;

const TRANSPORTS = ['open', 'tls-1.3', 'http-1.1', 'http-2', 'http-3'];
const LIVE = ['segment=2s', 'segment=2s', 'low-latency={ part: 500ms }', 'format=dash'];
const RULES = [
  'timeout: 2s',
  'timeout: { after: 700ms, total: 5s }',
  'retries: 2',
  'hedge: { after: 300ms, budget: 50% }',
];

const faults = fc.array(
  fc.record({
    at: fc.integer({ min: 1, max: 80 }),
    what: fc.constantFrom(
      'do: crash, node: edge@paris, for: 5s',
      'do: crash, node: origin, for: 8s',
      'do: degrade, between: [people, edge], bandwidth: 300kbps, for: 20s',
      'do: degrade, between: [people, edge], bandwidth: 1Mbps, loss: { independent: 3% }, for: 20s',
      'do: cut, between: [edge@tokyo, origin], for: 10s',
      'do: migrate, node: people, share: 60%',
    ),
  }),
  { maxLength: 4 },
);

it('every request ends once, and every viewer, whatever is called back and whatever fails', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      fc.constantFrom(...TRANSPORTS),
      fc.constantFrom(...LIVE),
      fc.uniqueArray(fc.constantFrom(...RULES), {
        maxLength: 3,
        selector: (rule) => rule.slice(0, 5),
      }),
      fc.constantFrom('', 'peers', 'slice', 'anycast'),
      faults,
      (seed, transport, live, rules, extra, timeline) => {
        const set = [
          `run.seed=${seed}`,
          `traffic.films.transport=${transport}`,
          `traffic.match.transport=${transport}`,
          `traffic.match.${live}`,
          `timeline=[${timeline.map(({ at, what }) => `{ at: ${at}s, ${what} }`).join(', ')}]`,
        ];
        if (rules.length > 0) set.push(`traffic.films.resilience={ ${rules.join(', ')} }`);
        if (extra === 'peers') set.push('traffic.films.peers={ share: 50%, leave: 20% }');
        if (extra === 'slice') set.push('nodes.edge.slice=64KiB');
        if (extra === 'anycast') set.push('traffic.films.mapping=anycast');
        // The run itself checks its books at the end, and throws.
        const result = runText(SCENE, set);
        for (const traffic of ['films', 'match']) {
          const of = (metric: string) => total(result, metric, { traffic });
          for (const metric of ['cancelled_bytes', 'sessions_unstarted', 'unanswered']) {
            expect(of(metric), metric).toBeGreaterThanOrEqual(0);
          }
          expect(of('sessions_left')).toBeLessThanOrEqual(of('sessions'));
        }
      },
    ),
    { numRuns: 25, seed: 8 },
  );
});
