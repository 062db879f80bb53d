import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../../run-scenario.ts';

/** Four hundred people with ten contacts each at four gateways, 1 ms from two routers and a registry. */
const PRESENCE = `
version: 1
title: four hundred people
run: { seed: 1, duration: 10m }
places: [paris]
nodes:
  phones: { kind: clients, count: 400, access: none }
  gateway: { kind: gateway, count: 4, accept: 1Mrps, service: 0ms, per-delivery: 0ms }
  registry: { kind: registry, service: 1ms, per-key: 1ms, workers: 100 }
  router: { kind: router, count: 2, service: 1ms, per-key: 1ms, workers: 100 }
links:
  phones -> gateway: { latency: 10ms }
  gateway -> gateway: { latency: 5ms }
  gateway -> registry: { latency: 1ms }
  gateway -> router: { latency: 1ms }
traffic:
  hold:
    kind: sessions
    from: phones
    to: gateway
    round-trips: 1
    heartbeat: none
    arrivals: { poisson: 1rps }
    stay: { exponential: 50s }
    online: 50%
    keep: 0s
    presence: { contacts: 10, list: false }
    router: { at: router }
`;

/** Three people who talk, with delays that can be added up: one gateway, one mailbox, and who knows where they are. */
const TALK = `
version: 1
title: three people
run: { seed: 1, duration: 60s }
places: [paris]
nodes:
  people: { kind: clients, count: 3, access: none }
  gateway: { kind: gateway, count: 1, service: 1ms, per-delivery: 0ms, workers: 100 }
  store: { kind: mailbox, count: 1, write: 3ms, read: 4ms, per-entry: 0ms, workers: 100 }
  registry: { kind: registry, service: 1ms, per-key: 0ms, workers: 100 }
  router: { kind: router, service: 1ms, per-key: 0ms, workers: 100 }
links:
  people -> gateway: { latency: 5ms }
  gateway -> store: { latency: 2ms }
  store -> registry: { latency: 3ms }
  store -> router: { latency: 3ms }
  router -> gateway: { latency: 4ms }
traffic:
  talk:
    kind: chat
    from: people
    to: gateway
    mailbox: store
    arrivals: { steady: 1rps }
    rooms: { count: 1, size: 3, share: 0% }
    text: 100B
    sessions: { heartbeat: none }
`;

const SESSIONS = 'traffic.talk.sessions';
const ROUTER = [`${SESSIONS}.router={ at: router }`];
const REGISTRY = [`${SESSIONS}.registry={ at: registry, messages: true }`];
const CACHED = [`${SESSIONS}.registry={ at: registry, messages: true, ttl: 60m }`];

describe('a message for a device', () => {
  // 5 + 1 + 2 to the mailbox, 2 rows of 3 ms; then 2 + 1 + 5 where mailboxes know the gateway.
  it.each([
    ['is known', [], 22, 22],
    // 3 to the router, 1 of work, 4 to the gateway, 1 + 5.
    ['goes over a router', ROUTER, 28, 28],
    // 3 to the registry, 1 of work, 3 back, 2 to the gateway, 1 + 5.
    ['asks a registry', REGISTRY, 29, 29],
    ['asks a registry once and remembers', CACHED, 22, 29],
  ])('takes as long as its ways and work when it %s', (_, set, least, most) => {
    const result = runText(TALK, set);
    expect(figure(result, 'min', 'delivery')).toBe(least);
    expect(figure(result, 'max', 'delivery')).toBe(most);
    expect(result.replications[0]!.ledgers![0]!.broken).toEqual({});
  });

  it('is looked up for each delivery, unless a cache or a router knows', () => {
    const quiet = `${TALK}timeline:\n  - { at: 50s, do: ramp, traffic: talk, to: 0rps }\n`;
    const routed = runText(quiet, ROUTER);
    const sent = total(routed, 'messages');
    expect(total(routed, 'routed')).toBe(sent);
    expect(total(routed, 'registry_queries')).toBe(0);
    expect(total(runText(quiet, REGISTRY), 'registry_queries')).toBe(sent);
    expect(total(runText(quiet, CACHED), 'registry_queries')).toBe(3);
  });
});

describe('presence over routers', () => {
  it('goes to each router that has contacts, and from there to their gateways', () => {
    const result = runText(PRESENCE);
    const changes = total(result, 'presence_changes');
    expect(changes).toBeGreaterThan(1000);
    expect(total(result, 'routed_devices')).toBe(10 * changes);
    // Ten contacts are of one router, or of both.
    expect(total(result, 'routed')).toBeGreaterThan(1.9 * changes);
    expect(total(result, 'routed')).toBeLessThanOrEqual(2 * changes);
    // 1 ms there, 1 + 1 of work for one contact, 1 ms to the gateway, 10 ms.
    expect(figure(result, 'min', 'presence_delay')).toBe(14);
    expect(figure(result, 'max', 'presence_delay')).toBeLessThanOrEqual(1 + 11 + 1 + 10);
    expect(total(result, 'router_writes')).toBeGreaterThan(changes - 10);
  });

  it('tells as many as a registry that is asked does, in less time', () => {
    const asked = runText(PRESENCE.replace('router: { at: router }', 'registry: { at: registry }'));
    const routed = runText(PRESENCE);
    const notices = total(routed, 'presence_notices');
    expect(Math.abs(total(asked, 'presence_notices') / notices - 1)).toBeLessThan(0.01);
    expect(figure(routed, 'mean', 'presence_delay')).toBeLessThan(
      figure(asked, 'mean', 'presence_delay'),
    );
  });

  it('is right about who has come back, where a cache is wrong for as long as it remembers', () => {
    const cached = runText(
      PRESENCE.replace('router: { at: router }', 'registry: { at: registry, ttl: 60s }'),
    );
    const stale = total(runText(PRESENCE), 'router_stale');
    expect(total(cached, 'registry_stale')).toBeGreaterThan(20 * Math.max(1, stale));
  });
});

describe('a router that crashes', () => {
  const CRASH = 'timeline:\n  - { at: 300s, do: crash, node: router/0, for: 60s, name: crash }\n';
  const still = ['traffic.hold.arrivals={ poisson: 0.001rps }', 'traffic.hold.keep=24h'];

  it('leaves its people, and nobody else’s, to the next one, which is told of their devices', () => {
    for (const count of [2, 4, 8]) {
      const sizes = [`nodes.router.count=${count}`, 'nodes.phones.count=2000'];
      const set = [...still, ...sizes, 'traffic.hold.router.points=1000'];
      const result = runText(`${PRESENCE}${CRASH}`, set);
      const written = total(result, 'router_writes');
      // A share of 1 / n moves there and back; with 1000 points the largest is 1.09 of the mean (oracle 6), and 125 people vary by 9 %.
      const share = (2 * figure(result, 'mean', 'connected')) / count;
      expect(written).toBeGreaterThan(0.8 * share);
      expect(written).toBeLessThan(1.2 * share);
    }
  });

  it('loses what is handed to it until the others know, and no longer', () => {
    const lost = (known: string) => {
      const set = [`traffic.hold.router.known=${known}`];
      return total(runText(`${PRESENCE}${CRASH}`, set), 'router_failed');
    };
    // Two or three hand-overs a second, half of them to it.
    const [short, long] = [lost('1s'), lost('20s')];
    expect(long).toBeGreaterThan(8 * short);
    expect(short).toBeLessThan(12);
  });

  it('breaks no promise of a chat whose messages go over it', () => {
    const crashes = [
      'timeline:',
      '- { at: 10s, do: crash, node: router/0, for: 5s }',
      '- { at: 20s, do: disconnect, traffic: talk }',
      '- { at: 25s, do: crash, node: gateway/0, for: 2s }',
      '- { at: 30s, do: crash, node: router, for: 3s }',
      '- { at: 40s, do: ramp, traffic: talk, to: 0rps }',
    ];
    const set = [...ROUTER, 'nodes.router.count=2', 'nodes.gateway.count=2', 'run.duration=5m'];
    const faster = ['traffic.talk.arrivals={ poisson: 20rps }', 'nodes.people.count=40'];
    const result = runText(`${TALK}${crashes.join('\n  ')}\n`, [...set, ...faster]);
    const { broken, outstanding, sent } = result.replications[0]!.ledgers![0]!;
    expect({ broken, outstanding }).toEqual({ broken: {}, outstanding: 0 });
    expect(sent).toBeGreaterThan(600);
    expect(total(result, 'router_failed')).toBeGreaterThan(0);
  });
});
