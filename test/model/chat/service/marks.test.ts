import { describe, expect, it } from 'vitest';
import { brokenPromises } from '../../../../sim/index.ts';
import { figure, runText, total } from '../../../run-scenario.ts';
import { STORMY, THREE, TWO_PLACES } from './small-worlds.ts';

const receipts = (params: string) =>
  `traffic.talk.receipts={ think: { exponential: 1s }, ${params} }`;
const PER_MESSAGE = receipts('keep: true');
const CURSORS = receipts('keep: true, per: conversation');

/** Nobody looks but to write, for 3 s at a time, and nothing is kept open. */
const AWAY =
  'traffic.talk.sessions={ arrivals: { each: 4000/day }, stay: { exponential: 3s }, keep: 0s, online: 10% }';

describe('receipts that are kept', () => {
  it.each([
    ['by message', PER_MESSAGE],
    ['as cursors', CURSORS],
  ])('all come through crashes and a partition: two for each delivery, %s', (_, set) => {
    const result = runText(STORMY, [set]);
    expect(brokenPromises(result)).toEqual([]);
    // From the reference, §4.2: one receipt for each message and reader; here one that it is there, one that it was read.
    expect(figure(result, 'count', 'receipt_delay')).toBe(2 * total(result, 'deliveries'));
  });

  it('come to senders who were away, who miss them otherwise', () => {
    const length = 'run.duration=8m';
    const kept = runText(TWO_PLACES, [PER_MESSAGE, AWAY, length]);
    const lost = runText(TWO_PLACES, [receipts('keep: false'), AWAY, length]);
    for (const result of [kept, lost]) expect(brokenPromises(result)).toEqual([]);
    expect(total(kept, 'deliveries')).toBe(total(lost, 'deliveries'));
    expect(total(kept, 'receipts')).toBe(2 * total(kept, 'deliveries'));
    expect(total(lost, 'receipts')).toBeLessThan(0.75 * total(kept, 'receipts'));
    // They wait for their people: looks are 20 s apart in the mean.
    expect(figure(kept, 'p99', 'receipt_delay')).toBeGreaterThan(5000);
  });

  it('are as fast as others where everybody is there', () => {
    // 36 ms and a second to think: what walk.test.ts adds up by hand.
    const result = runText(THREE, ['traffic.talk.receipts={ think: 1s, keep: true }']);
    expect(figure(result, 'min', 'receipt_delay')).toBe(36);
    expect(figure(result, 'max', 'receipt_delay')).toBe(1036);
  });

  it('cost 40 bytes and as many to confirm, in each of three packets', () => {
    // A message between two: delivered and read at the sender’s, and read at the reader’s mailbox: 3 × (40 + 40) bytes.
    // With half a second to think no two of them leave together.
    const result = runText(THREE, ['traffic.talk.receipts={ think: 500ms, keep: true }']);
    expect(total(result, 'receipt_bytes')).toBe(240 * total(result, 'deliveries'));
  });
});

describe('receipts that are one cursor in a conversation', () => {
  it('say the same in fewer packets and bytes, the busier it is', () => {
    const busy = [
      'traffic.talk.rooms={ count: 1, size: 20, share: 100% }',
      'traffic.talk.resend=1s',
    ];
    const [each, cursors] = [PER_MESSAGE, CURSORS].map((set) =>
      runText(TWO_PLACES, [set, ...busy]),
    );
    for (const result of [each!, cursors!]) {
      expect(brokenPromises(result)).toEqual([]);
      expect(figure(result, 'count', 'receipt_delay')).toBe(2 * total(result, 'deliveries'));
    }
    // Twenty messages a second while somebody thinks for one: a cursor stands for many of them.
    expect(total(cursors!, 'receipts')).toBeLessThan(0.75 * total(each!, 'receipts'));
    expect(total(cursors!, 'receipt_bytes')).toBeLessThan(0.75 * total(each!, 'receipt_bytes'));
  });

  it('say by the next one what was lost, where they are not kept', () => {
    const set = receipts('per: conversation');
    const result = runText(STORMY, [set]);
    expect(brokenPromises(result)).toEqual([]);
    const known = figure(result, 'count', 'receipt_delay');
    const sent = 2 * total(result, 'deliveries');
    expect(known).toBeLessThanOrEqual(sent);
    const lost = runText(STORMY, [receipts('per: message')]);
    expect(known).toBeGreaterThan(figure(lost, 'count', 'receipt_delay'));
  });
});
