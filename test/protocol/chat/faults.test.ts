/** What faults do to the bytes of chats, and that every delivery is shown or told of as lost. */
import { describe, expect, it } from 'vitest';
import { figure, total } from '../../run-scenario.ts';
import { chatText, fates, modelled, spoken } from './spoken-chat.ts';

/** So long that everything which is under way is settled, and every dead connection is found. */
const REST = 400;
const CRASH = '  - { at: 3s, do: crash, node: gateway/0, for: 2s }\n';
const PARTITION = '  - { at: 3s, do: partition, nodes: gateway/0, for: 150s }\n';

const KEEPS = ['{ websocket: { tls: false } }', '{ sse: {} }', '{ xmpp: { sasl: plain } }'];
const LOSES = [
  '{ websocket: { acks: false, tls: false } }',
  '{ xmpp: { sasl: plain, stream-management: false } }',
];

/** Deliveries that the same people's messages have where nothing fails. */
const all = (protocol: string) => fates(modelled(chatText({ protocol, rest: REST }))).deliveries;

describe.each([...KEEPS, ...LOSES, '{ long-polling: {} }'])(
  'faults of a chat over %s',
  (protocol) => {
    it('a crash breaks connections, and each delivery is shown or lost', async () => {
      const { result } = await spoken(chatText({ protocol, rest: REST, faults: CRASH }));
      const { deliveries, undelivered } = fates(result);
      expect(deliveries + undelivered).toBe(all(protocol));
      expect(undelivered).toBeGreaterThan(0);
      // Others are at three more gateways.
      expect(undelivered).toBeLessThan(deliveries / 3);
    }, 120_000);

    it('a partition of minutes is found, and each delivery is shown or lost', async () => {
      const { result } = await spoken(chatText({ protocol, rest: REST, faults: PARTITION }));
      const { deliveries, undelivered } = fates(result);
      expect(deliveries + undelivered).toBe(all(protocol));
      expect(undelivered).toBeGreaterThan(0);
      // Who sends again until it is confirmed waits out the partition.
      const isLate = figure(result, 'max', 'delivery') > 140_000;
      expect(isLate).toBe(!LOSES.includes(protocol));
    }, 120_000);
  },
);

it('lost packets are sent again by TCP: everything is shown, later', async () => {
  const text = chatText({ protocol: KEEPS[0]!, rest: 60 });
  const lossy = text.replace('nodes:', 'network: { loss: { independent: 3% } }\nnodes:');
  const { result } = await spoken(lossy);
  expect(fates(result)).toEqual(fates(modelled(text)));
  // RFC 6298 §2.1: a first timeout is a second.
  expect(figure(result, 'max', 'delivery')).toBeGreaterThan(1000);
  expect(total(result, 'wire_duplicates')).toBe(0);
}, 120_000);
