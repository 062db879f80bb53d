import { describe, expect, it } from 'vitest';
import { brokenPromises, type Result } from '../../../../sim/index.ts';
import { runText, total } from '../../../run-scenario.ts';
import { TWO_PLACES } from './small-worlds.ts';

/** Four mailboxes, of which store/0 loses its disk while people talk; then it is quiet. */
const LOST = `${TWO_PLACES.replace('duration: 60s', 'duration: 90s').replace('20rps', '60rps')}\
  - { at: 7s, do: crash, node: gateway@paris, for: 6s }
  - { at: 10s, do: crash, node: store/0, for: 12s, lose: disk }
`;
const REPLICATED = [
  'traffic.talk.replicas=3',
  'traffic.talk.homes=anywhere',
  'traffic.talk.failover=3s',
];

const kindsOf = (result: Result) => [
  ...new Set(brokenPromises(result).map(({ violation }) => violation.invariant)),
];
const ledgerOf = (result: Result) => result.replications[0]!.ledgers![0]!;
const lost = (result: Result) => ledgerOf(result).broken.loss;

describe('a mailbox that loses its disk', () => {
  it.each([
    ['on-write', []],
    ['on-read', ['traffic.talk.fan-out=on-read']],
    ['several devices', ['traffic.talk.devices=2']],
    ['sessions', ['traffic.talk.sessions={ reconnect: full-jitter }']],
    ['all of three', ['traffic.talk.quorum=all']],
    ['two replicas', ['traffic.talk.replicas=2']],
  ])('loses nothing that a quorum has written, with %s', (_, set) => {
    const result = runText(LOST, [...REPLICATED, ...set]);
    expect(brokenPromises(result)).toEqual([]);
    expect(ledgerOf(result).outstanding).toBe(0);
    expect(total(result, 'store_failovers')).toBe(1);
    expect(total(result, 'store_restored')).toBeGreaterThan(0);
    // One of the four is without a leader for the three seconds of `failover`, of ninety.
    expect(total(result, 'store_leaderless')).toBeCloseTo(3 / 90, 9);
  });

  it('leaves the lead to who has most when it comes back before anybody took over', () => {
    const result = runText(LOST, [...REPLICATED, 'traffic.talk.failover=60s']);
    expect(brokenPromises(result)).toEqual([]);
    expect(ledgerOf(result).outstanding).toBe(0);
    expect(total(result, 'store_failovers')).toBe(1);
    expect(total(result, 'store_leaderless')).toBeCloseTo(12 / 90, 9);
  });

  it('waits for who may have what is committed, and loses nothing', () => {
    // Of three members of store/0 one has lost its disk, and another one is down until 20 s: one alone may not lead.
    const second = '  - { at: 9s, do: crash, node: store/1, for: 11s }\n';
    const result = runText(`${LOST}${second}`, REPLICATED);
    expect(brokenPromises(result)).toEqual([]);
    expect(ledgerOf(result).outstanding).toBe(0);
    // store/1 led its own shard, which store/2 led from 12 s on; store/0 had nobody from 10 to 20 s.
    expect(total(result, 'store_leaderless')).toBeCloseTo((3 + 10) / 90, 9);
  });

  it('loses what asynchronous replicas had not got, and the ledger names it', () => {
    const result = runText(LOST, [...REPLICATED, 'traffic.talk.quorum=one']);
    expect(kindsOf(result)).toEqual(['loss']);
    expect(lost(result)).toBe(ledgerOf(result).outstanding);
    const [first] = brokenPromises(result);
    expect(first!.violation.text).toBe('acknowledged, never shown and not held');
  });

  it('loses all that it had without replicas, which is more', () => {
    const alone = runText(LOST);
    expect(kindsOf(alone)).toEqual(['loss']);
    expect(lost(alone)).toBe(ledgerOf(alone).outstanding);
    expect(lost(alone)).toBeGreaterThan(100);
  });
});

describe('a mailbox that crashes for long and keeps its disk', () => {
  const LONG = LOST.replace(', lose: disk', '');

  it('loses nothing without replicas', () => {
    const result = runText(LONG);
    expect(brokenPromises(result)).toEqual([]);
    expect(ledgerOf(result).outstanding).toBe(0);
  });

  it('is replaced after a time, follows when it is back, and gets no rows anew', () => {
    const result = runText(LONG, REPLICATED);
    expect(brokenPromises(result)).toEqual([]);
    expect(ledgerOf(result).outstanding).toBe(0);
    expect(total(result, 'store_failovers')).toBe(1);
    expect(total(result, 'store_restored')).toBe(0);
  });
});
