/** One device and one node without any delay of its own, 20 ms apart there and back, one request a second. */
export const ONE_DEVICE = `
version: 1
title: One device
run: { seed: 1, duration: 10s }
places: [frankfurt]
nodes:
  people: { kind: clients, access: none }
  origin: { kind: origin, workers: 100, service: 0ms }
links:
  people -> origin: { latency: 10ms }
traffic:
  page:
    kind: web
    from: people
    to: origin
    arrivals: { steady: 1rps }
    catalog: { objects: 1, popularity: uniform, size: 1000B }
`;
