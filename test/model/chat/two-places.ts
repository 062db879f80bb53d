/** Fifty people in two places, two gateways in each, 100 ms apart. */
export const CHAT = `
version: 1
title: a chat
run: { seed: 3, duration: 20s }
places: [paris, tokyo]
nodes:
  people: { kind: clients, count: 50, access: none }
  gateway: { kind: gateway, count: 2, service: 1ms, per-delivery: 0ms, workers: 1000 }
links:
  people -> gateway: { latency: 5ms }
  gateway -> gateway: { latency: 100ms }
traffic:
  talk:
    kind: chat
    from: people
    to: gateway
    arrivals: { steady: 50rps }
    rooms: { count: 10, size: 20, share: 0% }
    text: 100B
`;
