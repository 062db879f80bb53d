/** Chats under faults, drawn from a seed: what breaks, where, when and for how long. */

/** The faults of a campaign; each seed meets all of them once, at times and places of its own. */
export const FAULTS = [
  'gateway crash',
  'store crash',
  'partition',
  'slow node',
  'scrambled packets',
  'clock skew',
  'reconnect storm',
];

/** Variants that are built wrongly on purpose, and the invariant that catches each. */
export const BROKEN = {
  'ack-before-store': 'loss',
  'no-dedupe': 'duplicate',
  'sequence-per-gateway': 'loss',
};

/** Those of two domains, whose servers also lose the line between them, and crash while it is cut. */
export const FEDERATED_FAULTS = [...FAULTS, 'cut between domains', 'crash of a server in the cut'];
export const FEDERATED_BROKEN = {
  'federation-ack-before-store': 'loss',
  'federation-no-dedupe': 'duplicate',
};

/**
 * Variants in which a mailbox of four loses its disk, by how many of three write before a message is acknowledged; and what
 * catches them, if anything is to.
 */
export const DISKS = { majority: undefined, one: 'loss' };

/** Bryc's 32-bit generator mulberry32 (public domain): the same numbers everywhere. */
function numbers(seed) {
  let state = Math.imul(seed + 1, 0x9e3779b1);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What may break in a world: gateways, then mailboxes; places, and paths. */
const WORLD = {
  gateways: ['gateway/0', 'gateway/1', 'gateway/2', 'gateway/3'],
  stores: ['store/0', 'store/1'],
  apart: 'paris',
  paths: ['[people, gateway]', '[gateway, store]', '[store, store]'],
  skewed: ['people@paris', 'people@tokyo', 'store', 'gateway'],
};
const FOUR_STORES = {
  ...WORLD,
  stores: ['store/0', 'store/1', 'store/2', 'store/3'],
  lose: ', lose: disk',
};
const TWO_DOMAINS = {
  gateways: ['a-gateway/0', 'a-gateway/1', 'b-gateway/0', 'b-gateway/1'],
  stores: ['a-store/0', 'a-store/1', 'b-store/0', 'b-store/1'],
  apart: 'b-store',
  paths: ['[a-people, a-gateway]', '[b-gateway, b-store]', '[a-store, b-store]'],
  skewed: ['a-people', 'b-people', 'a-store', 'b-gateway'],
};

/** People talk for this long, s; then it is quiet, until all that waited has come. */
const TALK_S = 40;
const END_S = 120;

/** @param chance numbers from 0 to 1. */
function timelineOf(chance, { gateways, stores, apart, paths, skewed, lose = '' }) {
  const servers = [...gateways, ...stores];
  const pick = (of) => of[Math.floor(chance() * of.length)];
  const seconds = (least, most) => `${(least + chance() * (most - least)).toFixed(3)}s`;
  const share = (most) => `${(1 + chance() * (most - 1)).toFixed(1)}%`;
  const entry = (name, what) => `  - { at: ${seconds(2, TALK_S)}, ${what}, name: ${name} }`;
  const lasting = () => `for: ${seconds(0.2, 8)}`;
  return [
    entry('gateway crash', `do: crash, node: ${pick(gateways)}, ${lasting()}`),
    entry('store crash', `do: crash, node: ${pick(stores)}, ${lasting()}${lose}`),
    entry('partition', `do: partition, nodes: ${pick([...servers, apart])}, ${lasting()}`),
    entry(
      'slow node',
      `do: slow, node: ${pick(servers)}, slowdown: ${pick([5, 20, 50])}, ${lasting()}`,
    ),
    entry(
      'scrambled packets',
      `do: scramble, between: ${pick(paths)}, duplicate: ${share(30)}, reorder: ${share(50)}, by: 500ms, for: ${seconds(5, 20)}`,
    ),
    entry(
      'clock skew',
      `do: skew, node: ${pick(skewed)}, by: ${seconds(0.1, 5)}, slow: ${pick([true, false])}, ${lasting()}`,
    ),
    entry('reconnect storm', 'do: disconnect, traffic: talk'),
    `  - { at: ${TALK_S}s, do: ramp, traffic: talk, to: 0rps, name: quiet }`,
  ];
}

/**
 * @param seed number of the campaign's run, from 0 on.
 * @param broken a variant of BROKEN, or nothing.
 * @param quorum a variant of DISKS; undefined: disks survive, and nobody has replicas.
 * @returns a scenario.
 */
export function campaignScenario(seed, broken = 'nothing', quorum = undefined) {
  const chance = numbers(seed);
  const isLost = quorum !== undefined;
  const timeline = timelineOf(chance, isLost ? FOUR_STORES : WORLD);
  const copies = isLost ? `replicas: 3, quorum: ${quorum}, failover: 2s, ` : '';
  const pick = (of) => of[Math.floor(chance() * of.length)];
  const devices = pick(['1', '2', '{ uniform: { min: 1, max: 3 } }']);
  // What orders by gateway shows only where there are inboxes.
  const fanOut = pick(['on-write', 'on-write', 'on-read', '{ hybrid: 4 }']);
  const isInboxes = broken === 'sequence-per-gateway';
  const ttl = pick(['', '', 'ttl: 15s, clock-error: 10s, ']);
  return `version: 1
title: campaign ${seed}
run: { seed: ${seed}, duration: ${END_S}s }
places: [paris, tokyo]
nodes:
  people: { kind: clients, count: 16, access: fibre }
  gateway: { kind: gateway, count: 2, service: { exponential: 2ms }, workers: 4 }
  store: { kind: mailbox, count: ${isLost ? 2 : 1}, write: { exponential: 40ms }, read: { exponential: 2ms }, workers: 16 }
links:
  people -> gateway: { latency: { exponential: 10ms } }
  gateway -> store: { latency: { exponential: 20ms } }
traffic:
  talk:
    { kind: chat, from: people, to: gateway, mailbox: store, arrivals: { poisson: ${pick([5, 10, 20])}rps },
      rooms: { count: 4, size: { uniform: { min: 3, max: 8 } }, share: 60% }, devices: ${devices},
      fan-out: ${isInboxes ? 'on-write' : fanOut}, homes: ${pick(['regional', 'anywhere'])}, ${copies}resend: 1s, resend-most: 4s, ${ttl}window: ${pick([2, 16, 256])},
      receipts: { think: { exponential: 2s } }, broken: ${broken} }
timeline:
${timeline.join('\n')}
`;
}

/** As `campaignScenario`, of two domains with people, gateways and mailboxes of their own. */
export function federatedScenario(seed, broken = 'nothing') {
  const chance = numbers(seed + 10_000);
  const pick = (of) => of[Math.floor(chance() * of.length)];
  const timeline = timelineOf(chance, TWO_DOMAINS);
  const cutAt = 2 + chance() * 30;
  const cut = 0.5 + chance() * 12;
  timeline.push(
    `  - { at: ${cutAt.toFixed(3)}s, do: cut, between: [a-store, b-store], for: ${cut.toFixed(3)}s, name: cut between domains }`,
    `  - { at: ${(cutAt + chance() * cut).toFixed(3)}s, do: crash, node: ${pick(TWO_DOMAINS.stores)}, for: ${(0.2 + chance() * 8).toFixed(3)}s, name: crash of a server in the cut }`,
  );
  const devices = pick(['1', '2', '{ uniform: { min: 1, max: 3 } }']);
  const fanOut = pick(['on-write', 'on-write', 'on-read', '{ hybrid: 4 }']);
  const ttl = pick(['', '', 'ttl: 15s, clock-error: 10s, ']);
  const waits = pick(['', '', 'ttl: 4s, ', 'queue: 20, ']);
  const domain = (name, place) => `
  ${name}-people: { kind: clients, at: ${place}, count: 16, access: fibre }
  ${name}-gateway: { kind: gateway, at: ${place}, count: 2, service: { exponential: 2ms }, workers: 4 }
  ${name}-store: { kind: mailbox, at: ${place}, count: 2, write: { exponential: 40ms }, read: { exponential: 2ms }, workers: 16 }`;
  const links = (name) => `
  ${name}-people -> ${name}-gateway: { latency: { exponential: 10ms } }
  ${name}-gateway -> ${name}-store: { latency: { exponential: 20ms } }`;
  return `version: 1
title: campaign of two domains ${seed}
run: { seed: ${seed}, duration: ${END_S}s }
places: [paris, tokyo]
nodes:${domain('a', 'paris')}${domain('b', 'tokyo')}
links:${links('a')}${links('b')}
  a-store -> b-store: { latency: { exponential: 60ms } }
traffic:
  talk:
    { kind: chat, from: a-people, to: a-gateway, mailbox: a-store, arrivals: { poisson: ${pick([5, 10, 20])}rps },
      rooms: { count: 4, size: { uniform: { min: 3, max: 8 } }, share: 60% }, devices: ${devices},
      fan-out: ${fanOut}, homes: ${pick(['regional', 'anywhere'])}, order: ${pick(['conversation', 'conversation', 'sender'])}, resend: 1s, resend-most: 4s, ${ttl}window: ${pick([2, 16, 256])},
      receipts: { think: { exponential: 2s } }, broken: ${broken},
      federation: { with: { b: { from: b-people, to: b-gateway, mailbox: b-store } }, protocol: ${pick(['xmpp', 'xmpp', '{ matrix: 10 }', '{ matrix: 3 }'])}, ${waits}timeout: ${pick([1, 3, 8])}s, retry: { full-jitter: { base: 500ms, cap: 4s } } } }
timeline:
${timeline.join('\n')}
`;
}
