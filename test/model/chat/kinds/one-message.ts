/** Two people, one gateway, a cache before an origin: each message is followed by hand. */
export const ONE = `
version: 1
title: one message
run: { seed: 3, duration: 60s }
places: [paris]
nodes:
  people: { kind: clients, count: 2, access: none }
  gateway: { kind: gateway, service: 1ms, per-delivery: 0ms }
  edge: { kind: cache, capacity: 1GiB, policy: lru, parent: origin }
  origin: { kind: origin, service: 5ms }
links:
  people -> gateway: { latency: 5ms }
  people -> edge: { latency: 10ms }
  edge -> origin: { latency: 20ms }
traffic:
  talk:
    kind: chat
    from: people
    to: gateway
    arrivals: { steady: 1rps }
    rooms: { share: 0% }
    text: 100B
    kinds:
      image: { share: 100%, size: 600B, picture: 200kB, thumbnail: 10kB, opened: 100%, after: 2s }
    media: { to: edge, part: 64KiB, transport: open }
timeline:
  - { at: 1.5s, do: ramp, traffic: talk, to: 0rps }
`;
