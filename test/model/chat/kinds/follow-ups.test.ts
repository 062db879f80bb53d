import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../../run-scenario.ts';
import { ONE } from './one-message.ts';

const kinds = (map: string) => `traffic.talk.kinds=${map}`;
const count = (result: ReturnType<typeof runText>, kind: string) =>
  total(result, 'messages', { kind });

describe('what refers to a message', () => {
  it('goes to its conversation after its own time, in both directions', () => {
    const result = runText(ONE, [
      kinds(
        '{ text: 100%, receipt: { share: 100%, after: 1s, size: 70B }, recall: { share: 100%, after: 3s }, edit: { share: 100%, after: 5s }, reaction: { share: 100%, after: 2s } }',
      ),
    ]);
    for (const kind of ['text', 'receipt', 'recall', 'edit', 'reaction']) {
      expect(count(result, kind), kind).toBe(1);
      expect(total(result, 'deliveries', { kind }), kind).toBe(1);
      expect(figure(result, 'max', 'delivery', { kind }), kind).toBe(11);
    }
    expect(total(result, 'message_bytes', { kind: 'receipt' })).toBe(70);
  });

  it('is too late for a recall after its time is over', () => {
    const result = runText(ONE, [
      kinds('{ text: 100%, recall: { share: 100%, after: 3s, within: 2s } }'),
    ]);
    expect(count(result, 'recall')).toBe(0);
  });

  it('comes from each reader in a room: a receipt to the sender, a reaction to all', () => {
    const result = runText(ONE, [
      'nodes.people.count=5',
      'traffic.talk.rooms={ count: 1, size: 5, share: 100% }',
      kinds('{ text: 100%, receipt: { share: 100% }, reaction: { share: 100%, after: 2s } }'),
    ]);
    expect(total(result, 'deliveries', { kind: 'text' })).toBe(4);
    expect(total(result, 'deliveries', { kind: 'receipt' })).toBe(4);
    expect(total(result, 'deliveries', { kind: 'reaction' })).toBe(4 * 4);
  });
});

describe('typing', () => {
  it('is told each 4 s for 10 s, and the text is sent then', () => {
    const result = runText(ONE, [kinds('{ text: 100%, typing: { every: 4s, lasts: 10s } }')]);
    expect(count(result, 'typing')).toBe(3);
    expect(count(result, 'text')).toBe(1);
    expect(total(result, 'messages', { kind: 'typing' })).toBe(
      total(result, 'deliveries', { kind: 'typing' }),
    );
  });

  it('goes before what is typed only', () => {
    const result = runText(ONE, [kinds('{ emoji: 100%, typing: 4s }')]);
    expect(count(result, 'typing')).toBe(0);
    expect(count(result, 'emoji')).toBe(1);
  });
});

describe('a live location', () => {
  it('is told again each 5 s for a minute', () => {
    const live =
      '{ location: { share: 100%, live: 100%, every: 5s, lasts: 42s, update: 90B, size: 300B } }';
    const result = runText(ONE, [kinds(live)]);
    // At 5, 10, …, 40 s after the first: nothing more after 42 s.
    expect(count(result, 'location')).toBe(1 + 8);
    expect(total(result, 'message_bytes', { kind: 'location' })).toBe(300 + 8 * 90);
  });
});

describe('what nobody means to say', () => {
  const many = [
    'nodes.people.count=200',
    'timeline=[]',
    'traffic.talk.arrivals={ poisson: 0.01rps }',
  ];

  it('is told to all by a server', () => {
    const result = runText(ONE, [
      ...many,
      kinds('{ text: 100%, broadcast: { at: 2s, every: 20s } }'),
    ]);
    expect(count(result, 'broadcast')).toBe(3);
    expect(total(result, 'deliveries', { kind: 'broadcast' })).toBe(3 * 200);
    // The gateway's work and the way down.
    expect(figure(result, 'max', 'delivery', { kind: 'broadcast' })).toBe(1 + 5);
  });

  it('is told to contacts by devices that come and go', () => {
    const set = kinds('{ text: 100%, presence: { rate: 1rpm, contacts: 12 } }');
    const result = runText(ONE, [...many, set]);
    const changes = count(result, 'presence');
    // 200 devices for a minute, once a minute each: Poisson, four standard deviations.
    expect(Math.abs(changes - 200)).toBeLessThan(4 * Math.sqrt(200));
    expect(total(result, 'deliveries', { kind: 'presence' })).toBeLessThanOrEqual(12 * changes);
    expect(total(result, 'deliveries', { kind: 'presence' })).toBeGreaterThan(12 * (changes - 2));
  });
});
