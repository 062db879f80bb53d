import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../run-scenario.ts';
import { ONE_DEVICE } from '../node/one-device.ts';

const AT = 10_500;
const moving = (share = '100%') => `${ONE_DEVICE.replace('duration: 10s', 'duration: 20s')}timeline:
  - { at: ${AT}ms, do: migrate, node: people, share: ${share}, name: move }
`;

describe('devices that change their network', () => {
  const run = (transport: string, set: string[] = [], share = '100%') =>
    runText(moving(share), [`traffic.page.transport=${transport}`, ...set]);

  // RFC 9000 §9: an endpoint of QUIC may migrate; a connection of TCP is bound to its addresses.
  it.each([
    ['http-3', 1],
    ['quic', 1],
    ['http-2', 2],
    ['http-1.1', 2],
    ['tls-1.3', 2],
  ])('have with %s %i connections before and after', (transport, connections) => {
    const result = run(transport);
    expect(total(result, 'connections')).toBe(connections);
    expect(total(result, 'errors')).toBe(0);
    // The last one is under way.
    expect(total(result, 'requests')).toBe(19);
  });

  it('do so for a part of them', () => {
    const many = ['nodes.people.count=100', 'traffic.page.arrivals.steady=1000rps'];
    expect(total(run('http-2', many, '30%'), 'connections')).toBe(130);
  });

  describe('in the middle of an answer', () => {
    /** 10 MB at 8 Mbit/s in 10 s, and nothing else; the move is half a second after the request. */
    const large = [
      'traffic.page.catalog.size=10MB',
      'traffic.page.arrivals.steady=0.1rps',
      'links.people -> origin.bandwidth=80Mbps',
      'links.people -> origin.queue=20ms',
      'run.duration=25s',
    ];
    const slowestMs = (transport: string) => figure(run(transport, large), 'max', 'latency');
    const plainMs = (transport: string) =>
      figure(
        runText(
          moving().replace(
            'do: migrate, node: people, share: 100%',
            'do: ramp, traffic: page, to: 0.1rps',
          ),
          [`traffic.page.transport=${transport}`, ...large],
        ),
        'max',
        'latency',
      );

    it('begin anew over TCP: what has come is lost, the new connection comes on top', () => {
      // Asked for at 10 s, again at 10.5 s.
      const moreMs = slowestMs('http-2') - plainMs('http-2');
      expect(moreMs).toBeGreaterThan(450);
      expect(moreMs).toBeLessThan(650);
    });

    it('wait a round trip over QUIC, and for the window to open again', () => {
      const moreMs = slowestMs('http-3') - plainMs('http-3');
      expect(moreMs).toBeGreaterThan(0);
      expect(moreMs).toBeLessThan(150);
    });
  });

  it('lose no request, wherever the requests are', () => {
    const busy = [
      'traffic.page.arrivals.steady=300rps',
      'traffic.page.catalog.size=100kB',
      'nodes.origin.service=30ms',
      'links.people -> origin.loss={ independent: 3% }',
      'nodes.people.count=20',
    ];
    const drained = moving().replace(
      'timeline:\n',
      'timeline:\n  - { at: 11s, do: ramp, traffic: page, to: 0rps }\n  - { at: 10490ms, do: migrate, node: people, share: 50% }\n',
    );
    for (const transport of ['http-1.1', 'http-2', 'http-3']) {
      const result = runText(drained, [
        `traffic.page.transport=${transport}`,
        ...busy,
        'run.duration=120s',
      ]);
      expect(total(result, 'unanswered')).toBe(0);
      expect(total(result, 'errors')).toBe(0);
      expect(total(result, 'requests')).toBe(3300);
    }
  });
});
