/** A distribution of two tiers with everything on, of which the speed is measured. */

const scenario = (seconds, transport) => `
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
    catalog: { objects: 200k, popularity: { zipf: 0.9 }, size: { lognormal: { median: 17KiB, p99: 1MiB } } }
    freshness: { max-age: 60s, stale-while-revalidate: 30s }
`;

const of = (transport, seconds, goal) => ({
  seconds,
  goal,
  text: (all) => scenario(all, transport),
});

/** Simulated seconds of each half, and how much of HOLD's rate is wanted. */
export const WORKLOADS = {
  'two tiers, round trips of TCP and TLS (`tls-1.3`)': of('tls-1.3', 60, 1 / 40),
  'two tiers, connections open (`open`)': of('open', 60, 1 / 20),
};
