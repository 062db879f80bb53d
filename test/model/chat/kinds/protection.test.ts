import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../../run-scenario.ts';
import { ONE } from './one-message.ts';

/** One text of 100 bytes in a room of five. */
const ROOM = [
  'nodes.people.count=5',
  'traffic.talk.rooms={ count: 1, size: 5, share: 100% }',
  'traffic.talk.kinds={ text: 100% }',
];

describe('a room of five whose messages are encrypted', () => {
  it('gets one ciphertext each where keys are between two', () => {
    const result = runText(ONE, [...ROOM, 'traffic.talk.encryption={ pairwise: { cpu: 0.25ms } }']);
    expect(total(result, 'ciphertexts')).toBe(4);
    expect(total(result, 'message_bytes', { kind: 'text' })).toBe(4 * (100 + 64));
    expect(figure(result, 'max', 'encryption_time')).toBe(4 * 0.25);
    expect(total(result, 'deliveries')).toBe(4);
  });

  it('gets one ciphertext for all, and each sender’s key once before', () => {
    const result = runText(ONE, [
      ...ROOM,
      'traffic.talk.encryption=sender-keys',
      'timeline=[{ at: 40.5s, do: ramp, traffic: talk, to: 0rps }]',
    ]);
    const messages = total(result, 'messages', { kind: 'text' });
    expect(messages).toBe(40);
    // Each of the five has written once at least: 4 keys from each of them, of 80 bytes in 64.
    expect(total(result, 'keys_sent')).toBe(5 * 4);
    expect(total(result, 'key_bytes')).toBe(5 * 4 * 144);
    expect(total(result, 'message_bytes')).toBe(40 * (100 + 100) + 5 * 4 * 144);
  });

  it('sends keys anew when somebody leaves, and one when somebody joins', () => {
    const set = [...ROOM, 'timeline=[]', 'run.duration=300s'];
    const still = runText(ONE, [...set, 'traffic.talk.encryption=sender-keys']);
    const moving = runText(ONE, [
      ...set,
      'traffic.talk.encryption={ sender-keys: { changes: 0.02/s } }',
    ]);
    expect(total(still, 'keys_sent')).toBe(20);
    // About 3 leaves, after which each of five sends 4 keys, and 3 joins, after which each sends one.
    expect(total(moving, 'keys_sent')).toBeGreaterThan(20 + 3 * 5);
    expect(total(moving, 'keys_sent')).toBeLessThanOrEqual(20 + 14 * 20);
  });

  it('costs one commit for each change where there is a tree of keys', () => {
    const result = runText(ONE, [
      ...ROOM,
      'timeline=[]',
      'run.duration=300s',
      'traffic.talk.encryption={ mls: { changes: 0.05/s } }',
    ]);
    const commits = total(result, 'messages', { kind: 'keys' });
    expect(commits).toBeGreaterThan(0);
    // Five leaves: a tree of height 3; RFC 9420 §7.6.
    const each = total(result, 'message_bytes', { kind: 'keys' }) / commits;
    expect(each).toBe(300 + 3 * 120 + 190);
  });

  it('sends as many copies to another gateway as there are members', () => {
    const two = [...ROOM, 'nodes.people.count=6', 'nodes.gateway.count=2'];
    const set = [...two, 'traffic.talk.rooms.size=6', 'traffic.talk.encryption=pairwise'];
    const result = runText(ONE, set);
    // Devices alternate between two gateways: three members at the other one.
    const crossed = total(result, 'call_bytes', { node: 'gateway', to: 'gateway' });
    expect(crossed).toBe(3 * (100 + 64));
  });
});

describe('moderation', () => {
  it('holds a text before others get it', () => {
    const set = 'traffic.talk.moderation={ machine: { text: 40ms, rejected: 0% } }';
    const result = runText(ONE, ['traffic.talk.kinds={ text: 100% }', set]);
    expect(figure(result, 'max', 'delivery', { kind: 'text' })).toBe(11 + 40);
    expect(figure(result, 'max', 'moderation_time')).toBe(40);
  });

  it('rejects what it is told to, and the sender learns of it', () => {
    const set = 'traffic.talk.moderation={ machine: { text: 40ms, rejected: 100% } }';
    const result = runText(ONE, ['traffic.talk.kinds={ text: 100% }', set]);
    expect(total(result, 'rejected', { reason: 'moderation' })).toBe(1);
    expect(total(result, 'deliveries', { kind: 'text' })).toBe(0);
    expect(total(result, 'undelivered')).toBe(0);
    // 6 ms to the end of the gateway's work, 40 ms of looking, 1 and 5 ms back.
    expect(figure(result, 'max', 'rejection_time')).toBe(6 + 40 + 6);
  });

  it('has people look at what programs are in doubt about', () => {
    const set =
      'traffic.talk.moderation={ people: { text: 40ms, doubtful: 100%, review: 3s, review-rejected: 0% } }';
    const result = runText(ONE, ['traffic.talk.kinds={ text: 100% }', set]);
    expect(figure(result, 'max', 'delivery', { kind: 'text' })).toBe(11 + 40 + 3000);
  });
});

describe('limits', () => {
  const busy = 'timeline=[{ at: 9.995s, do: ramp, traffic: talk, to: 0rps }]';

  it('let a room have so many messages a second', () => {
    const result = runText(ONE, [
      ...ROOM,
      'traffic.talk.arrivals.steady=100rps',
      'traffic.talk.limits={}',
      busy,
    ]);
    const sent = total(result, 'messages', { kind: 'text' });
    const refused = total(result, 'rejected', { reason: 'group' });
    // 40 at once, then 40 a second: Tencent Cloud Chat.
    expect(sent).toBeGreaterThan(990);
    expect(sent - refused).toBeGreaterThanOrEqual(40 + 9 * 40);
    expect(sent - refused).toBeLessThanOrEqual(40 + 10 * 40);
    expect(total(result, 'deliveries', { kind: 'text' })).toBe(4 * (sent - refused));
    expect(total(result, 'deliveries', { kind: 'notice' })).toBe(refused);
  });

  it('refuse messages that are too long, and files that are too large before their upload', () => {
    const long = runText(ONE, [
      'traffic.talk.kinds={ text: { share: 100%, size: 12001B } }',
      'traffic.talk.limits={}',
    ]);
    expect(total(long, 'rejected', { reason: 'length' })).toBe(1);
    const large = runText(ONE, [
      'traffic.talk.kinds={ file: { share: 100%, content: 101MB } }',
      'traffic.talk.limits={}',
    ]);
    expect(total(large, 'rejected', { reason: 'file' })).toBe(1);
    expect(total(large, 'messages')).toBe(0);
    expect(total(large, 'requests')).toBe(0);
  });
});
