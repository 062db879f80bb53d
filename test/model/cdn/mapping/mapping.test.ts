import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../../run-scenario.ts';

/** People in one place; sites there and farther and farther away, each of which answers at once. */
const SITES = `
version: 1
run: { seed: 3, duration: 200s }
places:
  [frankfurt, amsterdam, paris, london, rome, madrid, lisbon, moscow, istanbul, cairo, new-york, chicago]
nodes:
  people: { kind: clients, at: frankfurt, count: 2000, access: none }
  edge: { kind: origin, at: each, workers: 10000, service: 0ms }
traffic:
  page:
    kind: web
    from: people
    to: edge
    transport: open
    arrivals: { poisson: 100rps }
    catalog: { objects: 10, popularity: uniform, size: 1000B }
    mapping: nearest
`;
const mapped = (mapping: string, ...set: string[]) =>
  runText(SITES, [`traffic.page.mapping=${mapping}`, ...set]);
/** Frankfurt is lost from 50 s to 150 s. */
const LOST = 'timeline=[{at: 50s, do: crash, node: edge@frankfurt, for: 100s, name: lost}]';

describe('nearest', () => {
  it('is what happens without a mapping, and has figures', () => {
    const result = mapped('nearest');
    expect(figure(result, 'value', 'nearest_ratio')).toBe(1);
    expect(figure(result, 'max', 'mapping_penalty')).toBe(0);
    expect(total(result, 'mapped_requests')).toBe(total(result, 'requests'));
  });

  it('knows of no failure', () => {
    const result = mapped('nearest', LOST);
    expect(total(result, 'errors')).toBe(total(result, 'requests', { during: 'lost' }));
  });
});

describe('nearest with failover', () => {
  it('goes elsewhere when the time is over, and back as long after the site is', () => {
    const result = mapped('{ nearest: { failover: 20s } }', LOST);
    // 100 requests a second for 20 s: four deviations. Then the next site answers.
    expect(Math.abs(total(result, 'errors') - 2000)).toBeLessThan(4 * 45);
    expect(figure(result, 'min', 'failover_time')).toBeGreaterThanOrEqual(20_000);
    // Away from 70 s to 170 s of 200.
    expect(Math.abs(figure(result, 'value', 'nearest_ratio') - 0.5)).toBeLessThan(0.02);
  });
});

describe('anycast', () => {
  it('has a fifth of networks not at their quickest site, and a tenth 25 ms from it', () => {
    // Reference page §2.4 (Calder et al. 2015). 2000 networks: a deviation of 0.9 %, four of them.
    const result = mapped('{anycast: {networks: 2000}}');
    expect(Math.abs(figure(result, 'value', 'nearest_ratio') - 0.8)).toBeLessThan(0.036);
    expect(figure(result, 'p90', 'mapping_penalty')).toBeGreaterThanOrEqual(20);
    expect(figure(result, 'p90', 'mapping_penalty')).toBeLessThan(45);
    expect(figure(result, 'p95', 'mapping_penalty')).toBeGreaterThanOrEqual(25);
  });

  it('comes back in the time that routes take, and resets what is under way when they move again', () => {
    const exact = '{anycast: {networks: 2000, misrouted: 0%, convergence: 10s}}';
    const result = mapped(exact, LOST, 'nodes.edge.service=500ms');
    // 100 requests a second for 10 s, and the half second that was being served: four deviations.
    expect(
      Math.abs(total(result, 'errors') - total(result, 'connection_resets') - 1050),
    ).toBeLessThan(130);
    // Half a second of requests is under way when the routes of 150 s change, at 160 s.
    expect(Math.abs(total(result, 'connection_resets') - 50)).toBeLessThan(29);
    expect(figure(result, 'min', 'failover_time')).toBeGreaterThanOrEqual(9_900);
    // Devices ask each 20 s in the mean, and are seen to have moved when they do.
    expect(figure(result, 'value', 'nearest_ratio', { during: 'lost' })).toBeLessThan(0.15);
  });
});

describe('an answer that was reset', () => {
  it('is no copy in a browser', () => {
    const exact = '{anycast: {networks: 2000, misrouted: 0%, convergence: 10s}}';
    // Objects are asked for once by each device, more or less: what came is what is kept.
    const result = mapped(
      exact,
      LOST,
      'nodes.edge.service=500ms',
      'nodes.people.cache=1GB',
      'traffic.page.catalog.objects=1000000',
      'traffic.page.catalog.popularity=uniform',
    );
    expect(total(result, 'connection_resets')).toBeGreaterThan(20);
    const answered = total(result, 'requests') - total(result, 'errors');
    const fills = total(result, 'cache_fills', { node: 'people' });
    const hits = total(result, 'cache_hits', { node: 'people' });
    expect(fills).toBe(answered - hits);
  });
});

describe('geo-dns', () => {
  it('mistakes the users of public resolvers, with a tail of 30 to 100 ms', () => {
    // Reference page §2.4: 10 to 20 % of users. Those whose resolver is less than half of the way to
    // the next site are at the right one all the same.
    const result = mapped('{geo-dns: {public-resolvers: 20%}}');
    expect(figure(result, 'value', 'nearest_ratio')).toBeGreaterThan(0.78);
    expect(figure(result, 'value', 'nearest_ratio')).toBeLessThan(0.88);
    // The last twentieth are the worst quarter of the mistaken: 75 to 100 ms, and 90 ms are the last site.
    expect(figure(result, 'p95', 'mapping_penalty')).toBeGreaterThan(30);
    expect(figure(result, 'p95', 'mapping_penalty')).toBeLessThan(100);
  });

  it('with the client’s subnet mistakes nobody', () => {
    const result = mapped('{geo-dns: {public-resolvers: 20%, ecs: true}}');
    expect(figure(result, 'value', 'nearest_ratio')).toBe(1);
  });

  it('sends devices to a lost site until their answers have expired', () => {
    const dns = '{geo-dns: {public-resolvers: 0%, ttl: 30s, detect: 10s, overstay: {share: 0%}}}';
    const result = mapped(dns, LOST);
    // Answers are of any age up to 30 s: 100 requests a second for 10 s and half of 30 s are lost. The
    // deviation is that of a Poisson variable and of 2000 phases, 55 in all; four of them.
    expect(Math.abs(total(result, 'errors') - 2500)).toBeLessThan(220);
    expect(figure(result, 'min', 'failover_time')).toBeGreaterThanOrEqual(9_900);
  });

  it('has a tail that keeps answers for an hour', () => {
    const tail = (share: string) =>
      total(
        mapped(`{geo-dns: {public-resolvers: 0%, overstay: {share: ${share}}}}`, LOST),
        'errors',
      );
    // 7 % of 100 requests a second, for the 75 s after those without a tail have moved, and more.
    const [with7, without] = [tail('7%'), tail('0%')];
    expect(with7 - without).toBeGreaterThan(350);
    expect(with7 - without).toBeLessThan(700);
  });
});

describe('redirect', () => {
  const STILL = ['nodes.people.count=1', 'traffic.page.arrivals={steady: 1rps}'];

  it('takes one trip to the router more, once, and then is exact', () => {
    const exact = mapped('nearest', ...STILL);
    const redirected = mapped('{redirect: {router: nearest, remember: 1h}}', ...STILL);
    const trip = figure(exact, 'max', 'latency');
    expect(figure(redirected, 'max', 'latency') / (2 * trip)).toBeCloseTo(1, 3);
    // 199 of 200 took no more than without.
    expect(figure(redirected, 'p99', 'latency') / trip).toBeCloseTo(1, 1);
    expect(figure(redirected, 'value', 'nearest_ratio')).toBe(1);
  });

  it('sets a connection up to the router too', () => {
    const tls = [...STILL, 'traffic.page.transport=tls-1.3', 'traffic.page.idle=1h'];
    const trip = figure(mapped('nearest', ...STILL), 'max', 'latency');
    // Three trips there (reference page §2.3), and three to the router.
    const first = figure(mapped('{redirect: {router: nearest}}', ...tls), 'max', 'latency');
    expect(first / (6 * trip)).toBeCloseTo(1, 3);
  });

  it('finds another site as soon as a request has failed', () => {
    const result = mapped('{redirect: {router: {anycast: {convergence: 2s}}}}', LOST);
    // Each device fails at most once at the lost site, and while the router’s routes change.
    expect(figure(result, 'value', 'error_ratio', { during: 'lost' })).toBeLessThan(0.25);
    expect(figure(result, 'value', 'error_ratio')).toBeGreaterThan(0);
  });
});

describe('several CDNs', () => {
  const TWO = [
    'nodes.other={kind: origin, at: [paris], workers: 1000, service: 0ms}',
    'traffic.page.to={edge: 70%, other: 30%}',
    'traffic.page.mapping=nearest',
  ];
  const CRASH = 'timeline=[{at: 50s, do: crash, node: edge, for: 100s, name: lost}]';
  const two = (steering: string, ...set: string[]) =>
    runText(SITES, [...TWO, `traffic.page.steering=${steering}`, ...set]);
  const share = (result: ReturnType<typeof two>, cdn: string, labels = {}) =>
    figure(result, 'value', 'cdn_share', { cdn, ...labels });

  it('have their shares of devices', () => {
    // 2000 devices: a deviation of 1 %, four of them.
    const result = two('weighted');
    expect(Math.abs(share(result, 'edge') - 0.7)).toBeLessThan(0.045);
    expect(share(result, 'edge') + share(result, 'other')).toBeCloseTo(1, 12);
    expect(total(result, 'cdn_requests')).toBe(total(result, 'requests'));
  });

  it('take over from one that fails, and tell of its errors', () => {
    const stays = two('weighted', CRASH);
    const leaves = two('failover', CRASH);
    expect(figure(stays, 'value', 'error_ratio', { during: 'lost' })).toBeGreaterThan(0.6);
    expect(figure(leaves, 'value', 'error_ratio', { during: 'lost' })).toBeLessThan(0.02);
    expect(share(leaves, 'other', { during: 'lost' })).toBeGreaterThan(0.97);
    expect(figure(leaves, 'value', 'cdn_error_ratio', { cdn: 'other' })).toBe(0);
    expect(total(leaves, 'cdn_errors', { cdn: 'edge' })).toBe(total(leaves, 'errors'));
  });

  it('by performance: each place is with the one that answers soonest', () => {
    // Frankfurt’s own site is nearer than Paris: all but the explorers of 5 %, of whom 30 % go there.
    const result = two('performance');
    expect(Math.abs(share(result, 'edge') - 0.985)).toBeLessThan(0.006);
  });

  it('are checked: each is a group, and only requests can go to several', () => {
    expect(() => runText(SITES, ['traffic.page.to={edge: 70%, egde: 30%}'])).toThrow('egde');
    expect(() => runText(SITES, ['traffic.page.to={}'])).toThrow('expected at least one group');
    const chat = [
      'nodes.gate={kind: gateway}',
      'traffic.talk={kind: chat, from: people, to: {gate: 100%}, rate: 1rps}',
    ];
    expect(() => runText(SITES, chat)).toThrow('expected one group');
  });
});

describe('peers', () => {
  const PEERS = [
    'nodes.people.count=2',
    'traffic.page.catalog={objects: 1, popularity: uniform, size: 1MB}',
    'traffic.page.arrivals={steady: 1rps}',
  ];
  const swarm = (settings: string, ...set: string[]) =>
    mapped('nearest', `traffic.page.peers=${settings}`, ...PEERS, ...set);

  it('serve what they have, at the rate of one of their uploads', () => {
    const result = swarm('{share: 100%, upload: 80Mbps, slots: 2, leave: 0%}');
    // 8 Mbit at 40 Mbit/s are 200 ms; those who ask themselves go to the CDN until another has it.
    expect(figure(result, 'max', 'latency')).toBeCloseTo(200, 0);
    expect(figure(result, 'value', 'peer_offload')).toBeGreaterThan(0.95);
    expect(total(result, 'peer_bytes')).toBe(1e6 * total(result, 'peer_requests'));
    expect(total(result, 'origin_requests') + total(result, 'peer_requests')).toBe(
      total(result, 'requests'),
    );
  });

  it('have no more uploads than places: the rest is for the CDN', () => {
    // One of 200 s at a time: two devices give at most 2 in 200 s, of 200 requests.
    const result = swarm('{share: 100%, upload: 40kbps, slots: 1, leave: 0%}');
    expect(total(result, 'peer_requests')).toBeLessThanOrEqual(2);
  });

  it('that leave are not waited for: the CDN answers, and nothing is lost', () => {
    const result = swarm('{share: 100%, upload: 80Mbps, slots: 2, leave: 50%}');
    expect(Math.abs(total(result, 'peer_broken') - 100)).toBeLessThan(4 * 7.1);
    expect(total(result, 'errors')).toBe(0);
    expect(total(result, 'requests') + total(result, 'unanswered')).toBe(200);
  });

  it('forget what they have kept for long enough', () => {
    const result = swarm('{share: 100%, upload: 80Mbps, keep: 500ms}');
    expect(total(result, 'peer_requests')).toBe(0);
  });
});
