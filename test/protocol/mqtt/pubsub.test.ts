/** Real MQTT in virtual time: clients of MQTT.js, brokers of aedes and our own. Threads load built files. */
import { describe, expect, it } from 'vitest';
import { figure, total } from '../../run-scenario.ts';
import { modelled, pubsub, spoken } from './spoken-mqtt.ts';

/** What the two have in common where nothing breaks. */
const SAME = ['messages', 'deliveries', 'undelivered', 'protocol_packets', 'calls'] as const;

describe('a spoken pub/sub', () => {
  it.each([
    [0, '3.1.1'],
    [1, '3.1.1'],
    [2, '3.1.1'],
    [0, '5'],
    [1, '5'],
    [2, '5'],
  ] as const)(
    'has at QoS %i of %s the messages, packets and bytes of the model',
    async (qos, version) => {
      const text = pubsub({ qos, version });
      const [{ result }, model] = [await spoken(text), modelled(text)];
      expect(total(result, 'messages')).toBeGreaterThan(100);
      for (const metric of SAME) {
        expect([metric, total(result, metric)]).toEqual([metric, total(model, metric)]);
      }
      for (const metric of ['protocol_bytes', 'call_bytes']) {
        // Of 5, MQTT.js says reasons of acknowledgements that the model leaves out.
        const off = Math.abs(total(result, metric) / total(model, metric) - 1);
        expect([metric, off < (version === '5' ? 0.02 : 1e-9)]).toEqual([metric, true]);
      }
      // aedes hands a message of QoS 2 on at PUBLISH, the model and our broker at PUBREL: a round trip later (§4.3.3).
      const laterMs = qos === 2 && version === '3.1.1' ? 0.1 : 0;
      for (const quantile of ['p50', 'max'] as const) {
        const took = figure(result, quantile, 'delivery') + laterMs;
        expect(took).toBeCloseTo(figure(model, quantile, 'delivery'), 3);
      }
    },
    120_000,
  );

  it('is the same byte for byte in three runs, and however what is under way is waited for', async () => {
    const text = pubsub({ qos: 1, timeline: ['{ at: 8s, do: crash, node: broker, for: 3s }'] });
    const runs = [await spoken(text), await spoken(text), await spoken(text, 'turns')];
    for (const each of runs) {
      expect(each.wireHash).toBe(runs[0]!.wireHash);
      expect(each.result).toEqual(runs[0]!.result);
    }
  }, 120_000);

  it('passes what is published once to the broker of another place', async () => {
    const text = pubsub({ qos: 1, places: '[paris, tokyo]' });
    const [{ result }, model] = [await spoken(text), modelled(text)];
    for (const metric of ['messages', 'deliveries', 'protocol_packets'] as const) {
      expect(total(result, metric)).toBe(total(model, metric));
    }
    const between = { node: 'broker', to: 'broker' };
    expect(total(result, 'calls', between)).toBe(total(model, 'calls', between));
  }, 120_000);

  it('refuses a protocol that is not spoken', async () => {
    await expect(spoken(pubsub({ protocol: 'xmpp' }))).rejects.toMatchObject({
      problems: [{ code: 'TW1317', message: expect.stringContaining('xmpp') }],
    });
  }, 60_000);
});
