import { describe, expect, it } from 'vitest';
import { brokenPromises, type Result } from '../../../../sim/index.ts';
import { figure, runText, total } from '../../../run-scenario.ts';
import { STORMY, TWO_PLACES } from './small-worlds.ts';

const CHURN = 'traffic.talk.rooms.churn={ stay: { exponential: 4s }, away: { exponential: 4s } }';

const kindsOf = (result: Result) => [
  ...new Set(brokenPromises(result).map(({ violation }) => violation.invariant)),
];

describe('a room whose members come and go', () => {
  it.each([
    ['on-write', []],
    ['on-read', ['traffic.talk.fan-out=on-read']],
    ['hybrid and polled', ['traffic.talk.fan-out={ hybrid: { threshold: 10, poll: 2s } }']],
    ['several devices', ['traffic.talk.devices=2']],
    ['several devices that read logs', ['traffic.talk.devices=2', 'traffic.talk.fan-out=on-read']],
    ['messages that expire', ['traffic.talk.ttl=2s']],
    ['three replicas', ['traffic.talk.replicas=3', 'traffic.talk.homes=anywhere']],
    ['order of each sender', ['traffic.talk.order=sender']],
    ['a limit', ['traffic.talk.limit=1rps']],
    ['answers', ['traffic.talk.conversations={ think: { exponential: 1s } }']],
  ])('keeps all promises through crashes and a partition with %s', (_, set) => {
    const result = runText(STORMY, [CHURN, 'traffic.talk.arrivals.poisson=10rps', ...set]);
    expect(brokenPromises(result)).toEqual([]);
    expect(total(result, 'messages')).toBeGreaterThan(250);
    expect(total(result, 'member_joins')).toBeGreaterThan(500);
    expect(total(result, 'member_leaves')).toBeGreaterThan(500);
    const [ledger] = result.replications[0]!.ledgers!;
    expect(ledger!.withdrawn).toBeGreaterThan(0);
  });

  it('delivers to those who are in: half of the others, when people stay as long as they are away', () => {
    // Of 20 members each is in half of the time (alternating renewals: stay / (stay + away)), independently of who
    // writes: 19 / 2 deliveries a message, and a little more, as two stay at the least.
    const set = [CHURN, 'traffic.talk.rooms.share=100%', 'traffic.talk.receipts.tell=nothing'];
    const result = runText(TWO_PLACES, set);
    const each = total(result, 'deliveries') / total(result, 'messages');
    expect(each).toBeGreaterThan(9.5 * 0.95);
    expect(each).toBeLessThan(9.5 * 1.07);
    expect(kindsOf(result)).toEqual([]);
  });

  it('knows of a join as soon as a message would be acknowledged', () => {
    // The same way and the same work as an acknowledgement: device, gateway, mailbox, a row, and back.
    const result = runText(TWO_PLACES, [CHURN]);
    const [change, ack] = [
      figure(result, 'p50', 'member_change'),
      figure(result, 'p50', 'message_ack'),
    ];
    expect(Math.abs(change - ack)).toBeLessThan(0.2 * ack);
  });

  it('is caught by the ledger when mailboxes go by lists of members that they remember', () => {
    const stale = (churn: string) =>
      kindsOf(runText(TWO_PLACES, [churn, 'traffic.talk.broken=stale-members']));
    // Who left is sent what is said later,
    expect(stale(CHURN)).toContain('membership');
    // and who joined, and stays, is not.
    const staying =
      'traffic.talk.rooms.churn={ stay: 10h, away: { exponential: 9s }, present: 10% }';
    expect(stale(staying)).toContain('loss');
  });

  it('changes nothing for who does not ask for it', () => {
    const result = runText(TWO_PLACES, ['traffic.talk.broken=stale-members']);
    expect(kindsOf(result)).toEqual([]);
    expect(total(result, 'member_joins')).toBe(0);
  });
});
