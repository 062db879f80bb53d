/** A distribution of two tiers with everything on, of which the speed is measured. */

const scenario = (seconds, { transport, objects, fresh }) => `
version: 1
title: two tiers
run: { seed: 1, duration: ${seconds}s }
places: [virginia, frankfurt, singapore]
nodes:
  viewers: { kind: clients, at: each, count: 500, access: none }
  edge-lb: { kind: balancer, at: each, algorithm: bounded-load-ring, backends: edge }
  edge:    { kind: cache, at: each, count: 4, capacity: 256MiB, policy: s3-fifo, parent: shield }
  shield:  { kind: cache, at: virginia, count: 2, capacity: 2GiB, policy: lru, parent: origin }
  origin:  { kind: origin, at: virginia, workers: 1000, service: { lognormal: { median: 35ms, p99: 180ms } } }
traffic:
  images:
    kind: web
    from: viewers
    to: edge-lb
    transport: ${transport}
    arrivals: { poisson: 5000rps }
    catalog: { objects: ${objects}, popularity: { zipf: 0.9 }, size: { lognormal: { median: 17KiB, p99: 1MiB } } }
    freshness: { max-age: ${fresh}, stale-while-revalidate: 30s }
`;

const of = (settings, goal) => ({
  seconds: 60,
  goal,
  text: (all) => scenario(all, settings),
});

const OPEN = 1 / 20;
const TCP = 1 / 40;
const wide = { objects: '200k', fresh: '60s' };
const small = { objects: '20k', fresh: '1h' };

/** Simulated seconds of each half, and how much of HOLD's rate is wanted. */
export const WORKLOADS = {
  '200,000 objects, fresh for 60 s, `tls-1.3`': of({ ...wide, transport: 'tls-1.3' }, TCP),
  '200,000 objects, fresh for 60 s, `open`': of({ ...wide, transport: 'open' }, OPEN),
  '20,000 objects, fresh for 1 h, `tls-1.3`': of({ ...small, transport: 'tls-1.3' }, TCP),
  '20,000 objects, fresh for 1 h, `open`': of({ ...small, transport: 'open' }, OPEN),
};
