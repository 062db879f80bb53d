import { describe, expect, it } from 'vitest';
import { brokenPromises, promisesBroken, type Result } from '../../../../sim/index.ts';
import { figure, runText, total } from '../../../run-scenario.ts';
import { STORMY } from './small-worlds.ts';

/** Rooms of people in two places, who answer each other at once. */
const ANSWERS = [
  'traffic.talk.conversations={ replies: 60%, follows: 0%, think: { exponential: 50ms } }',
  'traffic.talk.rooms.share=100%',
  'traffic.talk.arrivals.poisson=4rps',
];
const CAUSAL = ['traffic.talk.order=causal', ...ANSWERS];

const causesMissed = (result: Result) => result.replications[0]!.ledgers![0]!.broken.causality ?? 0;

/** Two people in each of two places, and a room of all four that is kept in one of them; the sea is crossed as geography has it. */
const APART = `
version: 1
title: two regions
run: { seed: 1, duration: 60s }
places: [paris, tokyo]
nodes:
  people: { kind: clients, count: 2, access: none }
  gateway: { kind: gateway, count: 1, service: 1ms, per-delivery: 0ms, workers: 100 }
  store: { kind: mailbox, count: 1, write: 3ms, read: 4ms, per-entry: 0ms, workers: 100 }
links:
  people -> gateway: { latency: 5ms }
traffic:
  talk:
    kind: chat
    from: people
    to: gateway
    mailbox: store
    arrivals: { steady: 1rps }
    rooms: { count: 1, size: 4, share: 100% }
    text: 100B
    receipts: { tell: nothing }
`;

describe('causal order', () => {
  it.each([
    ['on-write', []],
    ['on-read', ['traffic.talk.fan-out=on-read']],
    ['several devices', ['traffic.talk.devices=2']],
    ['messages that expire', ['traffic.talk.ttl=2s']],
    ['three replicas', ['traffic.talk.replicas=3', 'traffic.talk.homes=anywhere']],
    ['a limit', ['traffic.talk.limit=1rps']],
    ['members who come and go', ['traffic.talk.rooms.churn={ stay: 4s, away: 4s }']],
    ['receipts that are kept', ['traffic.talk.receipts={ think: 1s, keep: true }']],
  ])('keeps its promises through crashes and a partition with %s', (_, set) => {
    const result = runText(STORMY, [...CAUSAL, ...set]);
    expect(brokenPromises(result)).toEqual([]);
    expect(total(result, 'deliveries')).toBeGreaterThan(1000);
    const { outstanding, promises } = result.replications[0]!.ledgers![0]!;
    // Nothing waits for ever.
    expect(outstanding).toBe(0);
    expect(promises).toContain('causality');
    expect(promises).not.toContain('order');
  });

  it('is broken by devices that show what comes: the ledger counts it where it is promised, and only there', () => {
    const broken = runText(STORMY, [...CAUSAL, 'traffic.talk.broken=no-causes']);
    expect(causesMissed(broken)).toBeGreaterThan(20);
    const kinds = brokenPromises(broken).map(({ violation }) => violation.invariant);
    expect(new Set(kinds)).toEqual(new Set(['causality']));
    // The same order of the same messages: each sender’s, and nothing else is said to be kept.
    const bySender = runText(STORMY, [...ANSWERS, 'traffic.talk.order=sender']);
    expect(promisesBroken(bySender)).toBe(0);
    expect(bySender.replications[0]!.ledgers![0]!.promises).not.toContain('causality');
  });

  it('holds what has come before its causes, and counts how long and with how many bytes', () => {
    const result = runText(STORMY, CAUSAL);
    const held = figure(result, 'count', 'causal_hold');
    expect(held).toBeGreaterThan(20);
    expect(held).toBeLessThan(total(result, 'deliveries') / 2);
    // An entry of its own, and one for each device that wrote meanwhile: 12 bytes each, of 20 in a room at the most.
    const each = total(result, 'causal_bytes') / total(result, 'messages');
    expect(each).toBeGreaterThan(12);
    expect(each).toBeLessThan(12 * 20);
    const others = runText(STORMY, ANSWERS);
    expect(total(others, 'causal_bytes')).toBe(0);
  });

  it('asks no mailbox far away: a sequencer in the other place adds a way over the sea and back', () => {
    const farthest = (order: string) => {
      const result = runText(APART, [`traffic.talk.order=${order}`]);
      expect(brokenPromises(result)).toEqual([]);
      return figure(result, 'max', 'delivery');
    };
    // One way from paris to tokyo is 9700 km, 48 ms in a fibre at the least (reference page §9, row 19: 10 000 km are 100 ms
    // there and back). Who is not where the room is kept sends there first: one way more to the farthest.
    expect(farthest('conversation') - farthest('causal')).toBeGreaterThan(48);
    // And what stays in one place crosses nothing: written twice and eight milliseconds of ways.
    const near = runText(APART, ['traffic.talk.order=causal']);
    expect(figure(near, 'min', 'delivery')).toBeLessThan(25);
  });
});
