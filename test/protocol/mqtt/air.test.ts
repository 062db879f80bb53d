/** MQTT over media that devices share, beside the model of the same transmissions. Threads load built files. */
import { describe, expect, it } from 'vitest';
import type { Result } from '../../../sim/index.ts';
import { figure, total } from '../../run-scenario.ts';
import { expectOneHash, modelled, spoken } from '../spoken-scenario.ts';

/** A group of devices on each medium, with a traffic of the same name. */
const GROUPS: readonly (readonly [
  name: string,
  access: string,
  count: number,
  every: string,
  protocol: string,
])[] = [
  ['cell', 'nb-iot-cell', 20, '4m', "qos: 1, version: '3.1.1'"],
  // Records of real TLS, whose handshake was done before the run.
  ['sealed', 'nb-iot-cell', 10, '4m', "qos: 1, version: '3.1.1', tls: true"],
  ['cell5', 'nb-iot-cell', 20, '4m', "qos: 2, version: '5'"],
  // Each cell gives up after two tries, and all want to speak at once: TCP sends again.
  ['rush', '{ nb-iot-cell: { tries: 2 } }', 200, '10m', "qos: 0, version: '3.1.1'"],
  ['ltem', 'lte-m', 20, '4m', "qos: 1, version: '3.1.1'"],
  ['lora', '{ lorawan: { radius: 1 } }', 40, '5m', "qos: 0, version: '3.1.1'"],
  // Confirmations of MQTT come in the windows that the network opens for its own.
  ['sure', '{ lorawan: { radius: 1, confirmed: true } }', 10, '5m', "qos: 1, version: '3.1.1'"],
];

const of5 = (protocol: string): boolean => protocol.includes("'5'");

function text(groups: typeof GROUPS, more = '', timeline = ''): string {
  const node = ([name, access, count]: (typeof GROUPS)[number]) =>
    `  ${name}: { kind: clients, count: ${count}, access: ${access} }\n`;
  const traffic = ([name, , , every, protocol]: (typeof GROUPS)[number]) =>
    `  ${name}: { kind: telemetry, from: ${name}, to: ${of5(protocol) ? 'new' : 'old'}, size: 20B,
    reports: ${name === 'rush' ? '{ burst: { within: 4s, from: 60s } }' : `{ periodic: ${every} }`},
    protocol: { mqtt: { topic: 8B, ${protocol.includes('tls') ? '' : 'tls: false, '}${protocol} } }${more} }\n`;
  return `version: 1
title: things on the air
run: { seed: 3, duration: 20m, fidelity: protocol }
places: [paris]
nodes:
${groups.map(node).join('')}  old: { kind: broker }
  new: { kind: broker }
traffic:
${groups.map(traffic).join('')}timeline: [${timeline}]
`;
}

const ALL = text(GROUPS);
let all: Promise<readonly [Result, Result]> | undefined;
const both = () => (all ??= (async () => [(await spoken(ALL)).result, modelled(ALL)] as const)());

describe('MQTT on the air', () => {
  it.each(GROUPS)(
    '%s: over %s has the messages, packets, bytes and times of the model, and takes as much of the radio',
    async (name, _access, count, _every, protocol) => {
      const [result, model] = await both();
      const [its, theirs] = [result, model].map((one) => {
        const of = (metric: string) => total(one, metric, { traffic: name });
        const air = (metric: string) => total(one, metric, { node: name });
        return {
          counts: ['messages', 'deliveries', 'undelivered', 'protocol_packets', 'openings'].map(of),
          air: ['radio_tries', 'radio_collisions'].map(air),
          bytes: of('protocol_bytes'),
          power: figure(one, 'mean', 'radio_power', { node: name }),
          times: ['p50', 'max'].map((fn) =>
            figure(one, fn as 'p50', 'delivery', { traffic: name }),
          ),
        };
      });
      expect(its!.counts[0]).toBeGreaterThanOrEqual(count);
      expect(its!.counts[1]).toBeGreaterThan(0.9 * count);
      expect({ counts: its!.counts, air: its!.air }).toEqual({
        counts: theirs!.counts,
        air: theirs!.air,
      });
      // Of 5, MQTT.js says reasons of acknowledgements that may be left out; what is behind them waits for these bytes.
      const most = of5(protocol) ? 0.02 : 1e-12;
      expect(Math.abs(its!.bytes / theirs!.bytes - 1)).toBeLessThan(most);
      expect(Math.abs(its!.power / theirs!.power - 1)).toBeLessThan(most);
      for (const [index, took] of its!.times.entries()) {
        expect(Math.abs(took / theirs!.times[index]! - 1)).toBeLessThan(most);
      }
    },
    240_000,
  );

  it('sends again by TCP what random access gives up', async () => {
    const [result] = await both();
    expect(total(result, 'undelivered', { traffic: 'rush' })).toBe(0);
    expect(total(result, 'protocol_packets', { traffic: 'rush' })).toBeGreaterThan(200);
  }, 240_000);

  it('shakes hands by TLS over the air in the bytes that the model has for it', async () => {
    const cold = text([GROUPS[1]!], ', connection: { begin: cold }');
    const [{ result }, model] = [await spoken(cold), modelled(cold)];
    for (const metric of ['messages', 'deliveries', 'openings'] as const) {
      expect([metric, total(result, metric)]).toEqual([metric, total(model, metric)]);
    }
    const bytes = [result, model].map((one) => total(one, 'protocol_bytes'));
    expect(bytes[0]).toBeGreaterThan(10 * 4000);
    expect(Math.abs(bytes[0]! / bytes[1]! - 1)).toBeLessThan(0.02);
  }, 240_000);

  it('sets connections up over the air, is the same byte for byte in three runs, and loses nothing when brokers crash', async () => {
    const cold = text(
      [GROUPS[0]!, GROUPS[2]!],
      ', connection: { begin: cold, reconnect: { constant: 5s } }',
      '{ at: 8m, do: crash, node: old, for: 30s }, { at: 9m, do: crash, node: new, for: 30s }',
    );
    const { result } = await expectOneHash(cold);
    expect(total(result, 'messages')).toBe(total(modelled(cold), 'messages'));
    expect(total(result, 'undelivered')).toBe(0);
    // What is said in the last seconds may be under way.
    expect(total(result, 'messages') - total(result, 'deliveries')).toBeLessThan(5);
    expect(total(result, 'openings')).toBe(80);
  }, 240_000);
});
