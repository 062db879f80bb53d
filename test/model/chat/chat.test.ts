import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../run-scenario.ts';
import { CHAT } from './two-places.ts';

describe('chat between two people', () => {
  it('takes the way over one gateway or over two', () => {
    const quiet = `${CHAT}\ntimeline:\n  - { at: 19s, do: ramp, traffic: talk, to: 0rps }\n`;
    const result = runText(quiet);
    // Same gateway: 5 + 1 + 5 ms. Another one: 100 ms and 1 ms of its work more.
    expect(figure(result, 'min', 'delivery')).toBe(11);
    expect(figure(result, 'max', 'delivery')).toBe(112);
    expect(total(result, 'deliveries')).toBe(total(result, 'messages'));
  });
});

describe('chat in rooms', () => {
  const rooms = ['traffic.talk.rooms.share=100%'];

  it('reaches every member but the sender', () => {
    const result = runText(CHAT, [
      ...rooms,
      'run.duration=30s',
      'traffic.talk.arrivals.steady=10rps',
    ]);
    const sent = total(result, 'messages');
    const reached = total(result, 'deliveries') + total(result, 'undelivered');
    // Rooms of 20; messages of the last 112 ms are still on their way.
    expect(sent).toBeGreaterThan(290);
    expect(reached).toBeGreaterThanOrEqual((sent - 2) * 19);
    expect(reached).toBeLessThanOrEqual(sent * 19);
  });

  it('crosses once to each other gateway, not once to each member', () => {
    const result = runText(CHAT, rooms);
    const crossed = total(result, 'calls', { node: 'gateway', to: 'gateway' });
    const sent = total(result, 'messages');
    expect(crossed).toBeGreaterThan(2 * sent);
    expect(crossed).toBeLessThanOrEqual(3 * sent);
  });
});

describe('a gateway that crashes', () => {
  it('loses what goes through it, and every delivery is either shown or lost', () => {
    const text = `${CHAT}\ntimeline:\n  - { at: 5s, do: crash, node: gateway/0, for: 5s, name: crash }\n`;
    // The last message leaves long before the end, so that nothing is on its way then.
    const quiet = `${text}  - { at: 15s, do: ramp, traffic: talk, to: 0rps }\n`;
    const result = runText(quiet, ['traffic.talk.rooms.share=50%']);
    const sent = total(result, 'calls', { node: 'people', to: 'gateway' });
    expect(sent).toBe(total(result, 'messages'));
    expect(total(result, 'undelivered')).toBeGreaterThan(0);
    // A few were sent before the crash and came too late.
    const during = total(result, 'undelivered', { during: 'crash' });
    expect(during).toBeGreaterThan(0.95 * total(result, 'undelivered'));
    const shares = total(result, 'deliveries') + total(result, 'undelivered');
    const rooms = (shares - total(result, 'messages')) / 18;
    // Each direct message is one delivery, each room message 19: what is left over is whole.
    expect(Number.isInteger(rooms)).toBe(true);
  });
});
