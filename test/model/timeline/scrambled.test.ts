/** Packets that come twice or late, and clocks that are off: what a chat with mailboxes makes of them. */
import { describe, expect, it } from 'vitest';
import { promisesBroken, type Result } from '../../../sim/index.ts';
import { runText, total } from '../../run-scenario.ts';

const CHAT = `
version: 1
title: scrambled
run: { seed: 5, duration: 60s }
places: [paris]
nodes:
  people: { kind: clients, count: 20, access: none }
  gateway: { kind: gateway, count: 2, service: 1ms, workers: 100 }
  store: { kind: mailbox, count: 1, write: 1ms, read: 1ms, workers: 100 }
links:
  people -> gateway: { latency: 10ms }
  gateway -> store: { latency: 5ms }
traffic:
  talk:
    kind: chat
    from: people
    to: gateway
    mailbox: store
    arrivals: { poisson: 30rps }
    rooms: { count: 4, size: 6, share: 50% }
    text: 100B
    receipts: { tell: nothing }
    resend: 20s
timeline:
  - { at: 40s, do: ramp, traffic: talk, to: 0rps }
`;

const scrambled = (what: string, set: readonly string[] = []): Result =>
  runText(`${CHAT}  - { at: 10s, do: scramble, ${what}, for: 20s, name: storm }\n`, set);

describe('scrambled packets', () => {
  it('come twice as often as the fault says, and are shown once', () => {
    const during = { during: 'storm' };
    const result = scrambled('between: [gateway, store], duplicate: 20%');
    const sent = total(result, 'messages', during);
    const twice = total(result, 'wire_duplicates', during);
    const expected = sent * 0.2;
    // Of each message one packet crosses that a mailbox recognizes, of each delivery one that a device does;
    // six deviations of a binomial, below and above what both make.
    const deliveries = total(result, 'deliveries', during);
    const most = 0.2 * (sent + deliveries);
    expect(twice).toBeGreaterThan(expected - 6 * Math.sqrt(expected * 0.8));
    expect(twice).toBeLessThan(most + 6 * Math.sqrt(most * 0.8));
    expect(total(runText(CHAT), 'wire_duplicates')).toBe(0);
    expect(promisesBroken(result)).toBe(0);
  });

  it('leave gaps where they are overtaken, and the order of what is shown as it was', () => {
    const result = scrambled('between: [gateway, store], reorder: 30%, by: 300ms');
    expect(total(result, 'delivery_gaps')).toBeGreaterThan(20);
    expect(total(runText(CHAT), 'delivery_gaps')).toBe(0);
    expect(promisesBroken(result)).toBe(0);
    expect(result.replications[0]!.ledgers![0]!.outstanding).toBe(0);
  });

  it('are those of the paths that are named', () => {
    const result = scrambled('between: [people, store], duplicate: 50%, reorder: 50%');
    expect(result.replications[0]!.fingerprint).toBe(
      scrambled('between: [store, store], duplicate: 50%').replications[0]!.fingerprint,
    );
  });
});

describe('clocks that are off', () => {
  // 4 s up and 4 s down; devices of Paris have another time than those of Tokyo.
  const skewed = (slow: boolean, ttl: string, error: string) =>
    runText(
      `${CHAT}  - { at: 1s, do: degrade, between: [people, gateway], latency: 4s, for: 50s }
  - { at: 1s, do: skew, node: people@paris, by: 5s, slow: ${slow}, for: 50s }\n`,
      ['places=[paris, tokyo]', `traffic.talk.ttl=${ttl}`, `traffic.talk.clock-error=${error}`],
    );

  it('make devices show what has expired, unless they allow for it', () => {
    const { broken } = skewed(true, '6s', '0s').replications[0]!.ledgers![0]!;
    expect(broken.ttl).toBeGreaterThan(100);
    expect(promisesBroken(skewed(true, '6s', '5s'))).toBe(0);
  });

  it('make devices give up what has not expired, and that is all right where it is allowed for', () => {
    const { broken } = skewed(false, '10s', '0s').replications[0]!.ledgers![0]!;
    expect(broken.loss).toBeGreaterThan(100);
    expect(promisesBroken(skewed(false, '10s', '5s'))).toBe(0);
  });
});
