import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../../run-scenario.ts';
import { ONE } from './one-message.ts';

/** The same with a mailbox: it writes a row in 3 ms. */
const KEPT = [
  'nodes.store={ kind: mailbox, write: 3ms, read: 4ms, per-entry: 0ms }',
  'links.gateway -> store={ latency: 2ms }',
  'traffic.talk.mailbox=store',
  'traffic.talk.receipts={ tell: nothing }',
];

describe('kinds in a chat with a mailbox', () => {
  it('go through it where they are kept', () => {
    const result = runText(ONE, KEPT);
    expect(total(result, 'deliveries', { kind: 'image' })).toBe(1);
    // 5 + 1 + 2 to the mailbox, 2 rows of 3 ms, 2 + 1 + 5 to the other.
    expect(figure(result, 'max', 'delivery', { kind: 'image' })).toBe(22);
    expect(total(result, 'media_bytes')).toBe(210_000);
  });

  it('go from gateway to gateway where nobody keeps them', () => {
    const kinds = '{ text: 100%, typing: { every: 4s, lasts: 10s }, receipt: { after: 1s } }';
    const result = runText(ONE, [...KEPT, `traffic.talk.kinds=${kinds}`]);
    expect(total(result, 'deliveries', { kind: 'typing' })).toBe(3);
    expect(figure(result, 'max', 'delivery', { kind: 'typing' })).toBe(11);
    expect(figure(result, 'max', 'delivery', { kind: 'text' })).toBe(22);
    expect(figure(result, 'max', 'delivery', { kind: 'receipt' })).toBe(11);
  });

  it('are answered by servers without it', () => {
    const kinds = '{ bot: { share: 100%, service: 2s } }';
    const result = runText(ONE, [...KEPT, `traffic.talk.kinds=${kinds}`]);
    expect(total(result, 'answers')).toBe(1);
  });

  it('are refused by it, and the sender hears of it with an answer of its own', () => {
    const result = runText(ONE, [
      ...KEPT,
      'traffic.talk.kinds={ text: 100% }',
      'traffic.talk.moderation={ machine: { text: 40ms, rejected: 100% } }',
    ]);
    expect(total(result, 'rejected', { reason: 'moderation' })).toBe(1);
    expect(total(result, 'refused_messages')).toBe(1);
    expect(total(result, 'deliveries')).toBe(0);
    // 5 + 1 + 2 ms there, 40 of looking, 2 + 5 back: nothing is written.
    expect(figure(result, 'max', 'rejection_time')).toBe(8 + 40 + 7);
    expect(total(result, 'message_backlog')).toBe(0);
  });

  it('are held by moderation once more when the mailbox crashed meanwhile', () => {
    const crash = `${ONE}  - { at: 1.02s, do: crash, node: store/0, for: 100ms }\n`;
    const result = runText(crash, [
      ...KEPT,
      'traffic.talk.kinds={ text: 100% }',
      'traffic.talk.resend=1s',
      'traffic.talk.moderation={ machine: { text: 40ms, rejected: 0% } }',
    ]);
    expect(total(result, 'deliveries', { kind: 'text' })).toBe(1);
    expect(figure(result, 'count', 'moderation_time')).toBe(2);
    expect(total(result, 'resent_messages')).toBeGreaterThanOrEqual(1);
  });
});
