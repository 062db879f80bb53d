/** Three people at one gateway and one mailbox, with delays that can be added up by hand. */
export const THREE_NODES = `
version: 1
title: three people
run: { seed: 1, duration: 600s }
places: [paris]
nodes:
  people: { kind: clients, count: 3, access: none }
  gateway: { kind: gateway, count: 1, service: 1ms, per-delivery: 0ms, workers: 100 }
  store: { kind: mailbox, count: 1, write: 3ms, read: 4ms, per-entry: 0ms, workers: 100 }
links:
  people -> gateway: { latency: 5ms }
  gateway -> store: { latency: 2ms }
`;

/** They talk, once a second. */
export const THREE = `${THREE_NODES.replace('600s', '60s')}traffic:
  talk:
    kind: chat
    from: people
    to: gateway
    mailbox: store
    arrivals: { steady: 1rps }
    rooms: { count: 1, size: 3, share: 0% }
    text: 100B
    receipts: { think: 1s }
`;

/** Fifty people in two places, two gateways and two mailboxes in each, 100 ms apart. */
export const TWO_PLACES = `
version: 1
title: two places
run: { seed: 3, duration: 60s }
places: [paris, tokyo]
nodes:
  people: { kind: clients, count: 50, access: none }
  gateway: { kind: gateway, count: 2, service: 1ms, per-delivery: 0ms, workers: 1000 }
  store: { kind: mailbox, count: 2, write: 1ms, read: 1ms, workers: 1000 }
links:
  people -> gateway: { latency: 5ms }
  gateway -> store: { latency: { uniform: { min: 1ms, max: 30ms } } }
  store -> store: { latency: { uniform: { min: 20ms, max: 200ms } } }
traffic:
  talk:
    kind: chat
    from: people
    to: gateway
    mailbox: store
    arrivals: { poisson: 20rps }
    rooms: { count: 10, size: 20, share: 50% }
    text: 100B
    resend: 1s
timeline:
  - { at: 30s, do: ramp, traffic: talk, to: 0rps, name: end }
`;

const CRASHES = [
  '- { at: 5s, do: crash, node: gateway/0, for: 3s }',
  '- { at: 9s, do: crash, node: store/*, for: 2s }',
  '- { at: 12s, do: crash, node: store/1, for: 3s }',
  '- { at: 16s, do: partition, nodes: store/2, for: 4s }',
  '- { at: 20s, do: crash, node: gateway/*, for: 1s }',
];
/** The same, through crashes and a partition. */
export const STORMY = `${TWO_PLACES}  ${CRASHES.join('\n  ')}\n`;
