/** Two companies with a person, a gateway and a mailbox each, 50 ms apart, whose delays can be added up by hand. */
export const TWO_DOMAINS = `
version: 1
title: two companies
run: { seed: 1, duration: 600s }
places: [paris]
nodes:
  a-people: { kind: clients, count: 2, access: none }
  a-gateway: { kind: gateway, count: 1, service: 1ms, per-delivery: 0ms, workers: 100 }
  a-store: { kind: mailbox, count: 1, write: 3ms, read: 4ms, per-entry: 0ms, workers: 100 }
  b-people: { kind: clients, count: 2, access: none }
  b-gateway: { kind: gateway, count: 1, service: 1ms, per-delivery: 0ms, workers: 100 }
  b-store: { kind: mailbox, count: 1, write: 3ms, read: 4ms, per-entry: 0ms, workers: 100 }
links:
  a-people -> a-gateway: { latency: 5ms }
  a-gateway -> a-store: { latency: 2ms }
  b-people -> b-gateway: { latency: 5ms }
  b-gateway -> b-store: { latency: 2ms }
  a-store -> b-store: { latency: 50ms }
`;

/** They talk, once a second. */
export const TALKING = `${TWO_DOMAINS}traffic:
  talk:
    kind: chat
    from: a-people
    to: a-gateway
    mailbox: a-store
    arrivals: { steady: 1rps }
    rooms: { count: 1, size: 4, share: 50% }
    text: 100B
    resend: 1s
    receipts: { think: 1s }
    federation:
      with:
        b: { from: b-people, to: b-gateway, mailbox: b-store }
      retry: { at-once: 1s }
      timeout: 5s
timeline:
  - { at: 500s, do: ramp, traffic: talk, to: 0rps, name: quiet }
`;
