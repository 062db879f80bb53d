import { describe, expect, it } from 'vitest';
import { mappings } from '../../../../sim/model/cdn/mapping/index.ts';
import { steerings } from '../../../../sim/model/cdn/mapping/steering/index.ts';
import { runText, total } from '../../../run-scenario.ts';

// What every mapping and every steering must keep true, by being registered.

const TWO_CDNS = `
version: 1
run: { seed: 9, duration: 60s }
places: [frankfurt, paris, new-york]
nodes:
  people: { kind: clients, count: 50 }
  one: { kind: origin, workers: 20, service: 200ms }
  other: { kind: origin, at: [paris, new-york], workers: 20, service: 200ms }
traffic:
  page:
    kind: web
    from: people
    to: { one: 60%, other: 40% }
    arrivals: { poisson: 60rps }
    catalog: { objects: 20, popularity: uniform, size: 20kB }
    peers: { share: 30%, keep: 5s, leave: 20% }
timeline:
  - { at: 20s, do: crash, node: one@frankfurt, for: 15s }
  - { at: 30s, do: crash, node: other, for: 10s }
  - { at: 45s, do: crash, node: paris, for: 5s }
`;

/** Bit for bit the same with the same seed; every request is over or under way once. */
function check(set: readonly string[]): void {
  const result = runText(TWO_CDNS, set);
  expect(result.replications).toEqual(runText(TWO_CDNS, set).replications);
  const [requests, errors] = [total(result, 'requests'), total(result, 'errors')];
  const offered = requests + total(result, 'unanswered');
  // Poisson: 3600, four deviations.
  expect(Math.abs(offered - 3600)).toBeLessThan(240);
  expect(total(result, 'response_bytes')).toBe(20_000 * (requests - errors));
  expect(total(result, 'cdn_errors')).toBe(errors);
  expect(total(result, 'mapped_requests')).toBe(total(result, 'cdn_requests'));
  expect(total(result, 'cdn_offered')).toBe(2 * total(result, 'cdn_requests'));
  const fromPeers = total(result, 'peer_requests');
  expect(fromPeers).toBeGreaterThan(0);
  // A redirect or an upload may be under way at the end.
  expect(offered - total(result, 'cdn_requests') - fromPeers).toBeGreaterThanOrEqual(0);
  expect(offered - total(result, 'cdn_requests') - fromPeers).toBeLessThan(20);
}

describe.each(mappings.names)('request mapping %s', (name) => {
  it('loses no request and counts none twice, whatever crashes, and gives the same again', () => {
    check([`traffic.page.mapping=${name}`]);
  });
});

describe('attempts', () => {
  it('go another way when the first has failed, and each request is over once all the same', () => {
    // A budget of retries does not do for sites that are all away.
    const guarded = ['traffic.page.mapping=redirect', 'traffic.page.resilience={retries: {}}'];
    const plain = runText(TWO_CDNS, ['traffic.page.mapping=redirect']);
    const result = runText(TWO_CDNS, guarded);
    expect(total(result, 'retries')).toBeGreaterThan(0);
    expect(total(result, 'errors')).toBeLessThan(0.9 * total(plain, 'errors'));
    // Attempts are what is sent; of the requests some are left to peers.
    expect(total(result, 'attempts')).toBe(total(result, 'mapped_requests'));
    const offered = total(result, 'requests') + total(result, 'unanswered');
    expect(offered).toBe(total(plain, 'requests') + total(plain, 'unanswered'));
    const answered = total(result, 'requests') - total(result, 'errors');
    expect(total(result, 'response_bytes')).toBe(20_000 * answered);
  });
});

describe.each(steerings.names)('steering %s', (name) => {
  it('loses no request and counts none twice, whatever crashes, and gives the same again', () => {
    check(['traffic.page.mapping=geo-dns', `traffic.page.steering=${name}`]);
  });

  it('works where transports follow packets, too', () => {
    check([
      `traffic.page.steering=${name}`,
      'traffic.page.transport=http-2',
      'traffic.page.mapping=anycast',
    ]);
  });
});
