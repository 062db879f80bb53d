/** Chats and things by real servers, in real time: alone, for a busy machine would be measured instead. */
import { afterAll, describe, expect, it } from 'vitest';
import type { Reality } from '../../sim/index.ts';
import { ground, ONCE_OF_FOUR, row } from './comparing.ts';
import { hasServers, processesOf, programOf, start } from './machine.ts';

const { shop, compared, expectNothingLeft } = ground();
afterAll(shop.remove);

/**
 * Twenty things that publish and subscribe at two brokers; what connecting takes is over before it counts. All lose their
 * connections once, so that each leaves a will, and connect again.
 */
const THINGS = `version: 1
title: things
run: { seed: 3, duration: 6s, warmup: 1s }
places: [paris]
nodes:
  things: { kind: clients, count: 20, access: none }
  broker: { kind: broker, count: 2, live: mosquitto }
links: { things -> broker: { latency: 40ms }, broker -> broker: { latency: 30ms } }
traffic:
  news:
    { kind: pubsub, from: things, to: broker, arrivals: { poisson: 15rps }, topics: 4, subscriptions: 2, will: true,
      connection: { reconnect: { constant: 500ms } },
      protocol: { mqtt: { qos: 1, version: '3.1.1', tls: false } } }
timeline:
  - { at: 4s, do: disconnect, traffic: news }
`;

/** A broker that keeps what it has on disk, and an edge that keeps it in memory; both are killed. */
const CRASHES = `version: 1
title: crashes
run: { seed: 3, duration: 5s }
places: [paris]
nodes:
  things: { kind: clients, count: 10, access: none }
  broker: { kind: broker, live: mosquitto }
  edge: { kind: cache, capacity: 64MiB, policy: lru, parent: origin, live: varnish }
  origin: { kind: origin, workers: 64, service: 1ms }
links: { things -> broker: { latency: 40ms }, things -> edge: { latency: 20ms } }
traffic:
  news:
    { kind: pubsub, from: things, to: broker, arrivals: { poisson: 15rps }, topics: 4, subscriptions: 2,
      connection: { reconnect: { constant: 500ms } },
      protocol: { mqtt: { qos: 1, version: '3.1.1', tls: false } } }
  web:
    { kind: web, from: things, to: edge, transport: { http-1.1: { tls: none } }, arrivals: { poisson: 60rps },
      catalog: { objects: 50, popularity: { zipf: 0.9 }, size: 2KiB } }
timeline:
  - { at: 1500ms, do: crash, node: broker/0, for: 1s, name: broker }
  - { at: 1500ms, do: crash, node: edge/0, for: 1s, name: edge }
  - { at: 3500ms, do: ramp, traffic: news, to: 0rps, over: 0s }
`;

/** By whom people are connected to, and what they speak. */
const CHATS = {
  ws: ['ours', '{ websocket: { tls: false } }'],
  sse: ['ours', '{ sse: { tls: false } }'],
  polls: ['ours', '{ long-polling: { tls: false } }'],
  xmpp: ['ours', '{ xmpp: { sasl: plain, tls: false } }'],
  'at-prosody': ['prosody', '{ xmpp: { sasl: plain, tls: false } }'],
  'at-nats': ['nats', '{ websocket: { acks: false, tls: false } }'],
} as const;

/** Those whose messages wait for no others at our own gateways. */
const PROMPT = ['ws', 'xmpp'];

/** The same people talk in six ways at once; at our gateways, what is said in a room crosses to the other one. */
const TALKS = `version: 1
title: chats
run: { seed: 4, duration: 13s, warmup: 6s }
places: [frankfurt, paris]
nodes:
  people: { kind: clients, at: each, count: 30, access: none }
  ours: { kind: gateway, at: each }
  prosody: { kind: gateway, at: frankfurt, live: prosody }
  nats: { kind: gateway, at: frankfurt, live: nats }
links:
  people -> ours: { latency: 60ms }
  ours -> ours: { latency: 30ms }
  people -> prosody: { latency: 60ms }
  people -> nats: { latency: 60ms }
traffic:
${Object.entries(CHATS)
  .map(
    ([name, [to, protocol]]) => `  ${name}:
    { kind: chat, from: people, to: ${to}, arrivals: { poisson: 8rps }, protocol: ${protocol},
      rooms: { count: 5, size: { constant: 6 }, share: 60% } }
`,
  )
  .join('')}timeline:
${Object.keys(CHATS)
  .map(
    (name) => `  - { at: 12s, do: ramp, traffic: ${name}, to: 0rps, over: 0s }
`,
  )
  .join('')}`;

describe.skipIf(!hasServers)('messages in a live run', () => {
  it(
    'has chats show all that the protocol shows, and as fast: ours of four protocols, Prosody and NATS',
    ONCE_OF_FOUR,
    async () => {
      const reality = await compared('talks.yaml', TALKS);
      expect(reality.servers.map((line) => line.replace(/:\d+$/, ''))).toEqual([
        'prosody/0 is Prosody on 127.0.0.1',
        'nats/0 is NATS on 127.0.0.1',
      ]);
      expect(row(reality, 'messages').protocol).toBeGreaterThan(150);
      for (const figure of ['messages', 'deliveries', 'undelivered']) {
        const { protocol, live } = row(reality, figure);
        // All is said and shown before the end; what was said at the end of the warm-up may be shown just before or after it.
        expect(Math.abs(live! - protocol!), figure).toBeLessThanOrEqual(0.01 * protocol!);
      }
      const { protocol, live } = row(reality, 'call_bytes');
      // Names, identifiers and what joins rooms are others at Prosody and NATS.
      expect(Math.abs(live! / protocol! - 1)).toBeLessThan(0.1);
      for (const name of Object.keys(CHATS)) {
        // Over HTTP a message waits or not for the one before; how long another program takes for the slowest is for it to say.
        for (const quantile of PROMPT.includes(name) ? ['p50', 'p95'] : ['p50']) {
          const { protocol, live } = row(reality, `${quantile}(delivery{traffic=${name}})`);
          expect(protocol, name).toBeGreaterThan(80);
          expect(Math.abs(live! / protocol! - 1), `${quantile} ${name}`).toBeLessThan(0.05);
        }
      }
    },
  );

  it(
    'has two of Mosquitto pass on what the protocol has of messages and wills, and as fast',
    ONCE_OF_FOUR,
    async () => {
      const reality = await compared('things.yaml', THINGS);
      expect(reality.servers[0]).toMatch(/^broker\/0 is Mosquitto on 127\.0\.0\.1:\d+$/);
      expect(reality.servers).toHaveLength(2);
      for (const figure of ['messages', 'deliveries', 'undelivered']) {
        const { protocol, live } = row(reality, figure);
        expect(Math.abs(live! - protocol!), figure).toBeLessThanOrEqual(0.005 * protocol!);
      }
      // Twenty wills, each to some ten devices.
      expect(row(reality, 'deliveries').live).toBeGreaterThan(500);
      expect(Math.abs(row(reality, 'messages').live! - (20 + 15 * 5))).toBeLessThan(20);
      const { protocol, live } = row(reality, 'protocol_packets');
      expect(Math.abs(live! / protocol! - 1)).toBeLessThan(0.02);
      // Half of them go to the other broker; those that were away got theirs later.
      const { protocol: p50, live: mine } = row(reality, 'p50(delivery{traffic=news})');
      expect(p50).toBeGreaterThan(80);
      expect(Math.abs(mine! / p50! - 1)).toBeLessThan(0.05);
    },
  );

  it('kills and starts servers where the timeline has crashes, and the world goes on as the protocol has it', async () => {
    shop.write('crashes.yaml', CRASHES);
    const run = start(['live', 'crashes.yaml', '--compare', '--json'], shop.folder);
    const pids = new Map<string, Set<number>>();
    const watch = setInterval(() => {
      for (const pid of processesOf(shop.folder)) {
        const name = programOf(pid);
        if (name !== undefined) pids.set(name, (pids.get(name) ?? new Set()).add(pid));
      }
    }, 100);
    const { stdout, stderr } = await run.ended;
    clearInterval(watch);
    if (stdout === '') throw new Error(stderr);
    const reality = JSON.parse(stdout) as Reality;
    // Varnish has a process beside its own.
    expect(pids.get('mosquitto')?.size).toBe(2);
    expect(pids.get('varnishd')?.size).toBeGreaterThanOrEqual(2);
    // QoS 1 and sessions on disk: nothing is lost, and what was published meanwhile comes.
    for (const figure of ['messages', 'deliveries', 'undelivered']) {
      const { protocol, live } = row(reality, figure);
      expect({ figure, live }).toEqual({ figure, live: protocol });
    }
    expect(row(reality, 'deliveries').live).toBeGreaterThan(100);
    // Who asked while nobody was there got no answer; copies were gone afterwards.
    for (const figure of ['errors', 'origin_requests']) {
      const { protocol, live } = row(reality, figure);
      expect(protocol).toBeGreaterThan(20);
      expect(Math.abs(live! - protocol!), figure).toBeLessThanOrEqual(5);
    }
    await expectNothingLeft();
  }, 60_000);
});
