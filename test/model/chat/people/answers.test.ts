import { describe, expect, it } from 'vitest';
import { runText, total } from '../../../run-scenario.ts';

/** Answers in a chat that keeps its promises, under the eyes of its ledger. */
const KEPT = `
version: 1
title: answers
run: { seed: 2, duration: 20m }
places: [paris, tokyo]
nodes:
  people: { kind: clients, count: 100, access: fibre }
  gateway: { kind: gateway, count: 2 }
  store: { kind: mailbox }
traffic:
  talk:
    kind: chat
    from: people
    to: gateway
    mailbox: store
    arrivals: { poisson: 1rps }
    rooms: { count: 20, size: 6, share: 50% }
    contacts: small-world
    conversations: { replies: 60%, follows: 10%, think: { exponential: 10s } }
timeline:
  - { at: 10m, do: ramp, traffic: talk, to: 0rps }
`;

describe('answers in a chat with mailboxes', () => {
  it('follow what they answer on every screen', () => {
    const result = runText(KEPT);
    const [ledger] = result.replications[0]!.ledgers ?? [];
    expect(ledger!.promises).toContain('causality');
    expect(ledger!.broken).toEqual({});
    expect(ledger!.outstanding).toBe(0);
    // 600 conversations of 1 / 0.3 messages; the deviation of their sum is as in conversations.test.ts.
    const variance = (0.6 * 0.4 + 0.1 * 0.9) / 0.3 ** 3 + 1 / 0.3 ** 2;
    expect(Math.abs(total(result, 'messages') - 2000)).toBeLessThan(4 * Math.sqrt(600 * variance));
  });

  it('go on through a crash of a gateway, since nothing is lost', () => {
    const crash = `${KEPT}  - { at: 3m, do: crash, node: gateway/0, for: 20s, name: crash }\n`;
    const result = runText(crash);
    const [ledger] = result.replications[0]!.ledgers ?? [];
    expect(ledger!.broken).toEqual({});
    expect(total(result, 'messages')).toBeGreaterThan(1400);
  });

  it('reach a hundred people from one writer, on write and on read', () => {
    const celebrity = [
      'traffic.talk.arrivals.poisson=0.2rps',
      'traffic.talk.rooms={ count: 1, size: 100, share: 100%, writers: 1 }',
    ];
    for (const fanOut of ['on-write', 'on-read']) {
      const set = ['traffic.talk.contacts=anybody', `traffic.talk.fan-out=${fanOut}`];
      const quiet = 'traffic.talk.conversations={ replies: 0%, follows: 0% }';
      const result = runText(KEPT, [...celebrity, ...set, quiet]);
      expect(total(result, 'deliveries')).toBe(99 * total(result, 'messages'));
    }
  });
});
