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
  'stale-members': 'membership',
  'no-causes': 'causality',
};

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

const SERVERS = ['gateway/0', 'gateway/1', 'gateway/2', 'gateway/3', 'store/0', 'store/1'];
const PATHS = ['[people, gateway]', '[gateway, store]', '[store, store]'];

/** People talk for this long, s; then it is quiet, until all that waited has come. */
const TALK_S = 40;
const END_S = 120;

/** @param chance numbers from 0 to 1. */
function timelineOf(chance) {
  const pick = (of) => of[Math.floor(chance() * of.length)];
  const seconds = (least, most) => `${(least + chance() * (most - least)).toFixed(3)}s`;
  const share = (most) => `${(1 + chance() * (most - 1)).toFixed(1)}%`;
  const entry = (name, what) => `  - { at: ${seconds(2, TALK_S)}, ${what}, name: ${name} }`;
  const lasting = () => `for: ${seconds(0.2, 8)}`;
  return [
    entry('gateway crash', `do: crash, node: ${pick(SERVERS.slice(0, 4))}, ${lasting()}`),
    entry('store crash', `do: crash, node: ${pick(SERVERS.slice(4))}, ${lasting()}`),
    entry('partition', `do: partition, nodes: ${pick([...SERVERS, 'paris'])}, ${lasting()}`),
    entry(
      'slow node',
      `do: slow, node: ${pick(SERVERS)}, slowdown: ${pick([5, 20, 50])}, ${lasting()}`,
    ),
    entry(
      'scrambled packets',
      `do: scramble, between: ${pick(PATHS)}, duplicate: ${share(30)}, reorder: ${share(50)}, by: 500ms, for: ${seconds(5, 20)}`,
    ),
    entry(
      'clock skew',
      `do: skew, node: ${pick(['people@paris', 'people@tokyo', 'store', 'gateway'])}, by: ${seconds(0.1, 5)}, slow: ${pick([true, false])}, ${lasting()}`,
    ),
    entry('reconnect storm', 'do: disconnect, traffic: talk'),
    `  - { at: ${TALK_S}s, do: ramp, traffic: talk, to: 0rps, name: quiet }`,
  ];
}

/**
 * @param seed number of the campaign's run, from 0 on.
 * @param broken a variant of BROKEN, or nothing.
 * @returns a scenario.
 */
export function campaignScenario(seed, broken = 'nothing') {
  const chance = numbers(seed);
  const timeline = timelineOf(chance);
  const pick = (of) => of[Math.floor(chance() * of.length)];
  const devices = pick(['1', '2', '{ uniform: { min: 1, max: 3 } }']);
  const fanOut = pick(['on-write', 'on-write', 'on-read', '{ hybrid: 4 }']);
  // What orders by gateway, and who goes by old lists of members, shows only where there are inboxes.
  const isInboxes = ['sequence-per-gateway', 'stale-members', 'no-causes'].includes(broken);
  const ttl = pick(['', '', 'ttl: 15s, clock-error: 10s, ']);
  const [rate, homes, window] = [
    pick([5, 10, 20]),
    pick(['regional', 'anywhere']),
    pick([2, 16, 256]),
  ];
  const times = `stay: { exponential: ${pick([2, 5, 15])}s }, away: { exponential: ${pick([1, 4, 12])}s }`;
  // In three of four members come and go; old lists are no fault where nobody does.
  const isChurning = (chance() < 0.75 || broken === 'stale-members') && broken !== 'no-causes';
  const churn = isChurning ? `, churn: { ${times} }` : '';
  // With two mailboxes in all a message cannot overtake its cause. Rooms that people join and leave, and logs, are in order by their mailboxes in any case.
  const order = chance() < 0.3 || broken === 'no-causes' ? 'causal' : 'conversation';
  return `version: 1
title: campaign ${seed}
run: { seed: ${seed}, duration: ${END_S}s }
places: [paris, tokyo]
nodes:
  people: { kind: clients, count: 16, access: fibre }
  gateway: { kind: gateway, count: 2, service: { exponential: 2ms }, workers: 4 }
  store: { kind: mailbox, count: ${order === 'causal' ? 2 : 1}, write: { exponential: 40ms }, read: { exponential: 2ms }, workers: 16 }
links:
  people -> gateway: { latency: { exponential: 10ms } }
  gateway -> store: { latency: { exponential: 20ms } }
traffic:
  talk:
    { kind: chat, from: people, to: gateway, mailbox: store, arrivals: { poisson: ${rate}rps },
      rooms: { count: 4, size: { uniform: { min: 3, max: 8 } }, share: 60%${churn} }, devices: ${devices},
      fan-out: ${isInboxes ? 'on-write' : fanOut}, homes: ${homes}, resend: 1s, resend-most: 4s, ${ttl}window: ${window},
      order: ${order}, receipts: { think: { exponential: 2s } }, broken: ${broken} }
timeline:
${timeline.join('\n')}
`;
}
