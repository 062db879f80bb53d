import { describe, expect, it } from 'vitest';
import { Streams } from '../../../../sim/engine/streams.ts';
import { EvenLists } from '../../../../sim/model/chat/sessions/contacts.ts';
import { figure, runText, total } from '../../../run-scenario.ts';

/** Eleven people, all of whom have each other in their lists, and lose their connections at 10 s. */
const ELEVEN = `
version: 1
title: eleven people
run: { seed: 1, duration: 60s }
places: [paris]
nodes:
  phones: { kind: clients, count: 11, access: none }
  gateway: { kind: gateway, count: 2, accept: 1Mrps, service: 0ms, per-delivery: 0ms }
links:
  phones -> gateway: { latency: 10ms }
  gateway -> gateway: { latency: 1ms }
traffic:
  hold:
    kind: sessions
    from: phones
    to: gateway
    round-trips: 1
    reconnect: { full-jitter: { base: 10s } }
    presence: { contacts: 10 }
timeline:
  - { at: 10s, do: disconnect, traffic: hold }
`;

describe('presence', () => {
  it('tells those who are there of each who comes back', () => {
    const result = runText(ELEVEN);
    // All go at once: 11 changes, of which nobody can hear any more. The k-th who is back is news to k - 1.
    expect(total(result, 'presence_changes')).toBe(22);
    expect(total(result, 'presence_notices')).toBe(55);
    expect(total(result, 'presence_lists')).toBe(11);
  });

  it('takes the way over one gateway or over two', () => {
    const result = runText(ELEVEN);
    expect(figure(result, 'min', 'presence_delay')).toBe(10);
    expect(figure(result, 'max', 'presence_delay')).toBe(11);
  });

  it('says nothing of what is undone before it has lasted', () => {
    const result = runText(ELEVEN, ['traffic.hold.presence.linger=15s']);
    expect(total(result, 'connections')).toBe(11);
    expect(total(result, 'presence_changes')).toBe(0);
    expect(total(result, 'presence_notices')).toBe(0);
  });

  it('says the same in fewer frames when they are collected', () => {
    const each = runText(ELEVEN);
    const batched = runText(ELEVEN, ['traffic.hold.presence.batch=5s']);
    expect(total(batched, 'presence_notices')).toBe(55);
    expect(total(batched, 'presence_frames')).toBeLessThan(total(each, 'presence_frames') / 1.5);
    expect(total(batched, 'presence_bytes')).toBeLessThan(total(each, 'presence_bytes') / 1.2);
  });

  it('goes to those only who have subscribed', () => {
    const result = runText(ELEVEN, ['traffic.hold.presence.watching=0%']);
    expect(total(result, 'presence_changes')).toBe(22);
    expect(total(result, 'presence_notices')).toBe(0);
  });

  it('has a person there as long as one of his devices is', () => {
    // Six people: five with two devices and one with one.
    const two = ['traffic.hold.per-person=2', 'traffic.hold.presence.contacts=4'];
    const result = runText(ELEVEN, two);
    expect(total(result, 'presence_changes')).toBe(12);
  });

  it('is all the same with one seed', () => {
    const fingerprint = () => runText(ELEVEN).replications[0]!.fingerprint;
    expect(fingerprint()).toBe(fingerprint());
  });
});

describe('lists of contacts', () => {
  it('are mutual, have nobody twice and not their owner', () => {
    const lists = new EvenLists(101, 30, new Streams('lists', 0).stream('contacts'));
    const of = (person: number) =>
      Array.from({ length: lists.count() }, (_, index) => lists.at(person, index));
    for (let person = 0; person < 101; person += 1) {
      const own = of(person);
      expect(own.length).toBe(30);
      expect(new Set(own).size).toBe(30);
      expect(own).not.toContain(person);
      for (const contact of own) expect(of(contact)).toContain(person);
    }
  });

  it('are all others when there are no more', () => {
    const lists = new EvenLists(5, 100, new Streams('lists', 0).stream('contacts'));
    const own = Array.from({ length: lists.count() }, (_, index) => lists.at(4, index));
    expect(own.sort((one, other) => one - other)).toEqual([0, 1, 2, 3]);
  });
});

describe('typing', () => {
  it('signals every few seconds as long as somebody writes', () => {
    const result = runText(ELEVEN, [
      'run.duration=1h',
      'traffic.hold.typing={ rate: 1rps, lasts: 12s, every: 4s }',
      'timeline.0.at=59m',
    ]);
    // 3600 texts; signals of each are geometric: 1 / (1 - e^(-4/12)) = 3.528 in the mean, 2.99 of standard deviation.
    const wanted = 3600 / (1 - Math.exp(-1 / 3));
    const error = Math.sqrt(3600 * (2.99 * 2.99 + 3.528 * 3.528));
    const sent = total(result, 'typing_signals');
    expect(Math.abs(sent - wanted)).toBeLessThan(4 * error + 60);
    expect(total(result, 'typing_shown')).toBeGreaterThan(0.98 * sent);
  });
});
