import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../../run-scenario.ts';

/** People look at their phones for 10 s when they write, and put them away, or switch them off. */
const chat = (push: string, off = '0%') =>
  runText(`version: 1
title: phones in the background
run: { seed: 4, duration: 6m }
places: [chengdu]
nodes:
  phones: { kind: clients, count: 200, access: 4g, radio: lte }
  gateway: { kind: gateway, count: 2 }
  store: { kind: mailbox }
  apns: { kind: push }
traffic:
  talk:
    kind: chat
    from: phones
    to: gateway
    mailbox: store
    arrivals: { poisson: 2rps }
    rooms: { share: 0% }
    receipts: { tell: nothing }
    sessions: { arrivals: { poisson: 0.01rps }, online: 50%, stay: 10s, keep: 0s, off: ${off} }
    ${push}
timeline:
  - { at: 5m, do: ramp, traffic: talk, to: 0rps }
`);

const PUSH = 'push: { to: apns }';

describe('a chat with a push service', () => {
  it('wakes phones that nobody looks at, which connect and get what is theirs', () => {
    const without = chat('');
    const pushed = chat(PUSH);
    expect(total(without, 'messages')).toBe(total(pushed, 'messages'));
    // Who has put the phone away gets what is there at the next look without, and at once with.
    expect(total(without, 'deliveries')).toBeLessThan(0.7 * total(without, 'messages'));
    expect(figure(without, 'p50', 'delivery')).toBeGreaterThan(10_000);
    expect(total(pushed, 'deliveries')).toBeGreaterThan(0.8 * total(pushed, 'messages'));
    expect(figure(pushed, 'p50', 'delivery')).toBeLessThan(2000);
    expect(total(pushed, 'pushes')).toBeGreaterThan(100);
    expect(total(pushed, 'pushes_arrived')).toBe(total(pushed, 'pushes'));
    // Woken from idle (docs/access.md): 0.94 s in the mean, less for phones that are still connected.
    expect(figure(pushed, 'p50', 'push_latency')).toBeGreaterThan(150);
    expect(figure(pushed, 'max', 'push_latency')).toBeLessThan(1800);
  });

  it('keeps for phones that are off what they get when they are back', () => {
    const result = chat(PUSH, '100%');
    const kept = total(result, 'pushes') - total(result, 'pushes_arrived');
    expect(kept).toBeGreaterThan(50);
    expect(total(result, 'pushes_kept')).toBeGreaterThan(10);
    expect(total(result, 'pushes_expired') + total(result, 'pushes_collapsed')).toBe(0);
    const single = chat('push: { to: apns, collapse: true }', '100%');
    expect(total(single, 'pushes_collapsed')).toBeGreaterThan(20);
    expect(total(single, 'pushes_kept')).toBeLessThan(total(result, 'pushes_kept'));
  });
});
