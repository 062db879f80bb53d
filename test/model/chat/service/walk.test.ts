import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../../run-scenario.ts';
import { THREE, TWO_PLACES } from './small-worlds.ts';

const QUIET = 'timeline:\n  - { at: 50s, do: ramp, traffic: talk, to: 0rps }\n';

describe('a chat with a mailbox', () => {
  it('takes as long as its ways, work and writes together', () => {
    const result = runText(`${THREE}${QUIET}`);
    // 5 + 1 + 2 to the mailbox, 2 rows of 3 ms, and 2 + 5 back to the sender, or 2 + 1 + 5 to the other.
    expect(figure(result, 'min', 'message_ack')).toBe(21);
    expect(figure(result, 'max', 'message_ack')).toBe(21);
    expect(figure(result, 'min', 'delivery')).toBe(22);
    expect(figure(result, 'max', 'delivery')).toBe(22);
    expect(total(result, 'deliveries')).toBe(total(result, 'messages'));
    expect(total(result, 'store_writes')).toBe(2 * total(result, 'messages'));
    expect(total(result, 'wire_duplicates')).toBe(0);
    // 22 + (5 + 2) + (2 + 5) until the sender knows that it came; a second more until it was read.
    expect(figure(result, 'min', 'receipt_delay')).toBe(36);
    expect(figure(result, 'max', 'receipt_delay')).toBe(1036);
    expect(total(result, 'receipts')).toBe(2 * total(result, 'messages'));
  });

  it('loses nothing when gateways and mailboxes crash', () => {
    const crashes = [
      '- { at: 5s, do: crash, node: gateway/0, for: 3s }',
      '- { at: 9s, do: crash, node: store/*, for: 2s }',
      '- { at: 12s, do: crash, node: store/1, for: 3s }',
      '- { at: 16s, do: partition, nodes: store/2, for: 4s }',
    ];
    const result = runText(`${TWO_PLACES}  ${crashes.join('\n  ')}\n`);
    const sent = total(result, 'messages');
    expect(sent).toBeGreaterThan(400);
    expect(total(result, 'resent_messages')).toBeGreaterThan(20);
    expect(total(result, 'undelivered')).toBe(0);
    const direct = (total(result, 'deliveries') - sent) / 18;
    // Each direct message is one delivery, each one in a room 19.
    expect(Number.isInteger(direct)).toBe(true);
    expect(figure(result, 'max', 'message_ack')).toBeLessThan(15_000);
  });
});
