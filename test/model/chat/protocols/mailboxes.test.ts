import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../../run-scenario.ts';

/** Two hundred people whose gateway is 5 ms away, and their mailbox beside it. */
const chat = (protocol: string) =>
  runText(`version: 1
title: a chat with a mailbox
run: { seed: 6, duration: 20s }
places: [paris]
nodes:
  people: { kind: clients, count: 200, access: none }
  gateway: { kind: gateway, service: 0ms, per-delivery: 0ms, workers: 1000 }
  store: { kind: mailbox }
links:
  people -> gateway: { latency: 5ms }
traffic:
  talk:
    kind: chat
    from: people
    to: gateway
    mailbox: store
    arrivals: { steady: 20rps }
    rooms: { share: 0% }
    text: 100B
    receipts: { tell: nothing }
    ${protocol === '' ? '' : `protocol: ${protocol}`}
timeline:
  - { at: 18s, do: ramp, traffic: talk, to: 0rps }
`);

describe('a chat with mailboxes over a protocol', () => {
  // Packets that follow a message up and one down. WebSocket has none of its own: the chat's acknowledgement is there.
  it.each([
    ['{ mqtt: 0 }', 0],
    ['{ mqtt: 1 }', 2],
    ['{ mqtt: 2 }', 6],
    ['xmpp', 4],
    ['websocket', 0],
  ])('%s has %i packets that confirm for each message', (protocol, packets) => {
    const result = chat(protocol);
    expect(total(result, 'deliveries')).toBe(total(result, 'messages'));
    expect(total(result, 'confirmations')).toBe(packets * total(result, 'messages'));
  });

  it('hands on with QoS 2 a round trip later on each of the two hops', () => {
    const once = figure(chat('{ mqtt: 1 }'), 'min', 'delivery');
    const twice = figure(chat('{ mqtt: 2 }'), 'min', 'delivery');
    // Gateways are 5 ms away; what mailboxes take is drawn, and differs a little.
    expect(twice - once).toBeGreaterThan(19.9);
    expect(twice - once).toBeLessThan(20.6);
  });

  it('shows each message once and in order', () => {
    for (const protocol of ['', '{ mqtt: 2 }', '{ mqtt: 1 }', 'xmpp']) {
      const result = chat(protocol);
      expect(total(result, 'deliveries')).toBe(total(result, 'messages'));
      expect(total(result, 'delivery_gaps')).toBe(0);
    }
  });
});
