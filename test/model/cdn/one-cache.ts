/**
 * One device, one cache, one origin, no delay but what a test adds.
 *
 * One object of 1000 bytes, asked for 100 times a second for 10 s.
 */
export const ONE_CACHE = `
version: 1
title: one cache
run: { seed: 1, duration: 10s }
places: [paris]
nodes:
  people: { kind: clients, access: none }
  edge: { kind: cache, capacity: 1MB, parent: origin }
  origin: { kind: origin, service: 0ms }
links:
  people -> edge: { latency: 0ms }
  edge -> origin: { latency: 0ms }
traffic:
  page:
    kind: web
    from: people
    to: edge
    transport: open
    arrivals: { steady: 100rps }
    catalog: { objects: 1, popularity: uniform, size: 1000B }
`;
