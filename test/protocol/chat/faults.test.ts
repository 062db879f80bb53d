/** What faults do to the bytes of chats, and that every delivery is shown or told of as lost. */
import { expect, it } from 'vitest';
import { figure, total } from '../../run-scenario.ts';
import { modelled, spoken } from '../spoken-scenario.ts';
import { chatText, fates } from './spoken-chat.ts';

/** So long that everything which is under way is settled, and every dead connection is found. */
const REST = 400;
/** One gateway crashes, another one is out of reach for minutes. */
const FAULTS = `  - { at: 3s, do: crash, node: gateway/0, for: 2s }
  - { at: 4s, do: partition, nodes: gateway/1, for: 150s }
`;

const KEEPS = [
  '{ websocket: {} }',
  '{ sse: {} }',
  '{ long-polling: {} }',
  '{ xmpp: { sasl: plain } }',
];
const LOSES = [
  '{ websocket: { acks: false, tls: false } }',
  '{ xmpp: { sasl: plain, stream-management: false } }',
];

it.each([...KEEPS, ...LOSES])(
  'a crash and a partition: each delivery over %s is shown, or told of as lost',
  async (protocol) => {
    const { result } = await spoken(chatText({ protocol, rest: REST, faults: FAULTS }));
    const { deliveries, undelivered } = fates(result);
    // Those that the same people's messages have where nothing fails.
    const all = fates(modelled(chatText({ protocol, rest: REST }))).deliveries;
    expect(deliveries + undelivered).toBe(all);
    // Between gateways nobody sends again.
    expect(undelivered).toBeGreaterThan(0);
    expect(deliveries).toBeGreaterThan(all / 3);
    // Who sends again until it is confirmed waits out the partition, and whoever is sent it twice sees it once.
    if (KEEPS.includes(protocol)) {
      expect(figure(result, 'max', 'delivery')).toBeGreaterThan(140_000);
    }
  },
  120_000,
);

it('lost packets are sent again by TCP: everything is shown, later', async () => {
  const text = chatText({ protocol: KEEPS[0]!, rest: 60 });
  const lossy = text.replace('nodes:', 'network: { loss: { independent: 3% } }\nnodes:');
  const { result } = await spoken(lossy);
  expect(fates(result)).toEqual(fates(modelled(text)));
  // RFC 6298 with Linux's TCP_RTO_MIN: a last packet that is lost shows after 200 ms at the earliest.
  expect(figure(result, 'max', 'delivery')).toBeGreaterThan(200);
  expect(total(result, 'wire_duplicates')).toBe(0);
}, 120_000);
