import { describe, expect, it } from 'vitest';
import { brokenPromises, type Result } from '../../../../sim/index.ts';
import { runText, total } from '../../../run-scenario.ts';
import { STORMY, TWO_PLACES } from './small-worlds.ts';

const kindsOf = (result: Result) => [
  ...new Set(brokenPromises(result).map(({ violation }) => violation.invariant)),
];

describe('a chat with a mailbox under the eyes of a ledger', () => {
  it.each([
    ['on-write', []],
    ['on-read', ['traffic.talk.fan-out=on-read']],
    ['hybrid', ['traffic.talk.fan-out={ hybrid: { threshold: 10, poll: 2s } }']],
    ['several devices', ['traffic.talk.devices=2']],
    ['sessions that reconnect', ['traffic.talk.sessions={ reconnect: full-jitter }']],
    ['messages that expire', ['traffic.talk.ttl=2s']],
    ['three replicas', ['traffic.talk.replicas=3', 'traffic.talk.homes=anywhere']],
    ['order of each sender', ['traffic.talk.order=sender']],
    ['a limit', ['traffic.talk.limit=1rps']],
  ])('keeps all promises through crashes and a partition with %s', (_, set) => {
    const result = runText(STORMY, set);
    expect(brokenPromises(result)).toEqual([]);
    const sent = total(result, 'messages');
    expect(sent).toBeGreaterThan(500);
    expect(total(result, 'wire_duplicates')).toBeGreaterThan(10);
    expect(total(result, 'deliveries')).toBeGreaterThan(sent);
  });

  it.each([
    ['ack-before-store', 'loss'],
    ['no-dedupe', 'duplicate'],
    ['sequence-per-gateway', 'loss'],
  ])('is caught when it is built with %s', (broken, invariant) => {
    // Slow writes, so that there are some under way whenever a mailbox crashes.
    const set = [`traffic.talk.broken=${broken}`, 'nodes.store.write=50ms'];
    expect(kindsOf(runText(STORMY, set))).toContain(invariant);
  });

  it('says that a message beyond the limit is not taken, and nobody gets it', () => {
    const result = runText(TWO_PLACES, [
      'traffic.talk.rooms.share=100%',
      'traffic.talk.arrivals.poisson=50rps',
      'traffic.talk.limit=2rps',
    ]);
    const sent = total(result, 'messages');
    const refused = total(result, 'refused_messages');
    // Ten rooms that take 2 a second each, for thirty seconds, and a burst of two to begin with.
    expect(sent - refused).toBeLessThanOrEqual(10 * (2 * 30 + 2));
    expect(sent - refused).toBeGreaterThan(10 * 2 * 29);
    expect(total(result, 'deliveries')).toBe((sent - refused) * 19);
    expect(brokenPromises(result)).toEqual([]);
  });
});
