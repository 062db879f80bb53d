/** Real MQTT in virtual time: clients of MQTT.js, brokers of aedes and our own. Threads load built files. */
import { describe, expect, it } from 'vitest';
import type { Result } from '../../../sim/index.ts';
import { figure, total } from '../../run-scenario.ts';
import { expectOneHash, modelled, spoken } from '../spoken-scenario.ts';
import { pubsub, things, type Version } from './spoken-mqtt.ts';

type Level = readonly [name: string, qos: number, version: Version, over: 'TCP' | 'TLS'];
const LEVELS: readonly Level[] = [
  ['a0', 0, '3.1.1', 'TCP'],
  ['a1', 1, '3.1.1', 'TLS'],
  ['a2', 2, '3.1.1', 'TLS'],
  ['b0', 0, '5', 'TLS'],
  ['b1', 1, '5', 'TCP'],
  ['b2', 2, '5', 'TLS'],
];
const traffics = (levels: readonly Level[], more = '') =>
  levels.map(([name, qos, version, over]) => pubsub(name, qos, version, more, over === 'TLS'));
/** Nothing is published at the end, so that all comes to where it should. */
const calm = (name: string) => `{ at: 16s, do: ramp, traffic: ${name}, to: 0rps }`;
const ALL = things({
  traffic: traffics(LEVELS).join(''),
  timeline: LEVELS.map(([name]) => calm(name)),
});
let all: Promise<readonly [Result, Result]> | undefined;
const both = () => (all ??= (async () => [(await spoken(ALL)).result, modelled(ALL)] as const)());

/** Messages by what became of them: none is lost, or counted twice. */
function expectAllAccounted(result: Result, subscribersOf: number): void {
  const ended = ['deliveries', 'undelivered'].map((metric) => total(result, metric));
  expect(ended[0]! + ended[1]!).toBe(subscribersOf * total(result, 'messages'));
}

describe('a spoken pub/sub', () => {
  it.each(LEVELS)(
    '%s: has at QoS %i of %s over %s the messages, packets and bytes of the model',
    async (traffic, qos, version) => {
      const [result, model] = await both();
      expect(total(result, 'messages', { traffic })).toBeGreaterThan(60);
      for (const metric of ['messages', 'deliveries', 'undelivered', 'protocol_packets'] as const) {
        const each = [result, model].map((one) => total(one, metric, { traffic }));
        expect([metric, each[0]]).toEqual([metric, each[1]]);
      }
      const bytes = [result, model].map((one) => total(one, 'protocol_bytes', { traffic }));
      // Of 5, MQTT.js says reasons of acknowledgements that the model leaves out.
      const off = Math.abs(bytes[0]! / bytes[1]! - 1);
      expect(off).toBeLessThan(version === '5' ? 0.02 : 1e-9);
      // aedes hands a message of QoS 2 on at PUBLISH, the model and our broker at PUBREL: a round trip later (§4.3.3).
      const laterMs = qos === 2 && version === '3.1.1' ? 0.1 : 0;
      for (const quantile of ['p50', 'max'] as const) {
        const took = figure(result, quantile, 'delivery', { traffic }) + laterMs;
        expect(took).toBeCloseTo(figure(model, quantile, 'delivery', { traffic }), 2);
      }
    },
    240_000,
  );

  it('brings the bytes of the model with handshakes, too, where connections are made in the run', async () => {
    const cold = traffics([LEVELS[1]!, LEVELS[3]!], 'connection: { begin: cold }').join('');
    const text = things({ traffic: cold, timeline: [calm('a1'), calm('b0')] });
    const [{ result }, model] = [await spoken(text), modelled(text)];
    expect(total(result, 'openings')).toBe(40);
    for (const labels of [{ node: 'things' }, { to: 'things' }]) {
      const [bytes, theirs] = [result, model].map((one) => total(one, 'call_bytes', labels));
      // A fifth, of devices four fifths of it down, are handshakes (RFC 8446: docs/tls.md).
      expect(Math.abs(bytes! / theirs! - 1)).toBeLessThan(0.02);
    }
  }, 240_000);

  it('is the same in three runs, bytes over TCP, their number over TLS, and however what is under way is waited for', async () => {
    const text = things({
      traffic: pubsub('a', 1, '3.1.1') + pubsub('b', 2, '5', '', true),
      duration: '12s',
      timeline: [
        '{ at: 4s, do: crash, node: old, for: 3s }',
        '{ at: 5s, do: crash, node: new, for: 3s }',
      ],
    });
    await expectOneHash(text);
  }, 240_000);

  it('loses nothing with QoS 1 when brokers crash, and knows with QoS 0 what it loses', async () => {
    const text = things({
      traffic:
        pubsub('kept', 1, '5', 'topics: 1, subscriptions: 1').replace(
          'topics: 4, subscriptions: 2, ',
          '',
        ) +
        pubsub('lost', 0, '5', 'topics: 1, subscriptions: 1').replace(
          'topics: 4, subscriptions: 2, ',
          '',
        ),
      duration: '40s',
      timeline: ['{ at: 4s, do: crash, node: new, for: 3s }', calm('kept'), calm('lost')],
    });
    const { result } = await spoken(text);
    expectAllAccounted(result, 20);
    expect(total(result, 'undelivered', { traffic: 'kept' })).toBe(0);
    expect(total(result, 'undelivered', { traffic: 'lost' })).toBeGreaterThan(0);
    expect(total(result, 'openings', { traffic: 'kept' })).toBe(20);
  }, 240_000);

  it('passes what is published once to the broker of another place', async () => {
    const text = things({
      traffic: pubsub('news', 1, '3.1.1', '', true),
      places: '[paris, tokyo]',
      timeline: [calm('news')],
    });
    const [{ result }, model] = [await spoken(text), modelled(text)];
    for (const metric of ['messages', 'deliveries', 'protocol_packets'] as const) {
      expect([metric, total(result, metric)]).toEqual([metric, total(model, metric)]);
    }
    const between = { node: 'old', to: 'old' };
    expect(total(result, 'calls', between)).toBe(total(model, 'calls', between));
  }, 240_000);

  it('has between brokers the bytes of the model, headers and answers with them', async () => {
    // PUBLISH of a topic of 24 B in a segment: 1 + 1 + 2 + 24 + 100 + 40 (§3.3), 3 more with a number; PUBACK of 4 + 40, or three such (§4.3).
    const sizes = [168, 171 + 44, 171 + 3 * 44];
    const names = sizes.map((_, qos) => `news${qos}`);
    const text = things({
      traffic: names.map((name, qos) => pubsub(name, qos, '3.1.1', 'size: 100B')).join(''),
      places: '[paris, tokyo]',
      timeline: names.map(calm),
    }).replaceAll('topics: 4, subscriptions: 2,', 'topics: 1, subscriptions: 1,');
    const [{ result }, model] = [await spoken(text), modelled(text)];
    const expected = sizes.map((bytes, qos) => {
      return bytes * total(result, 'messages', { traffic: names[qos]! });
    });
    const [bytes, theirs] = [result, model].map((one) =>
      total(one, 'call_bytes', { node: 'old', to: 'old' }),
    );
    expect(theirs).toBe(expected[0]! + expected[1]! + expected[2]!);
    // Packets that leave at once share headers of TCP.
    expect(Math.abs(bytes! / theirs! - 1)).toBeLessThan(0.005);
  }, 240_000);

  it('has reports of the things of two places at their broker, each in the figures of its place', async () => {
    const report = (name: string, version: Version) =>
      `  ${name}: { kind: telemetry, from: things, to: ${version === '5' ? 'new' : 'old'}, reports: { periodic: 5s }, protocol: { mqtt: { tls: false, version: '${version}' } } }\n`;
    const text = things({
      traffic: report('a', '3.1.1') + report('b', '5'),
      places: '[paris, tokyo]',
    }).replaceAll('kind: broker', 'kind: broker, at: paris');
    const [{ result }, model] = [await spoken(text), modelled(text)];
    const figures = (one: Result) =>
      ['a', 'b'].flatMap((traffic) =>
        ['paris', 'tokyo'].map((place) => [
          total(one, 'deliveries', { traffic, place }),
          total(one, 'wire_duplicates', { traffic, place }),
        ]),
      );
    expect(figures(result)).toEqual(figures(model));
    expect(total(result, 'deliveries', { place: 'paris' })).toBeGreaterThan(100);
  }, 240_000);

  it('refuses what is not spoken, or has nobody to speak it', async () => {
    const text = things({
      traffic:
        pubsub('xmpp', 1, '5').replace(/mqtt: \{.*?\}/, 'xmpp: {}') +
        pubsub('nobody', 1, '5').replace('to: new', 'to: chat'),
    }).replace('  old:', '  chat: { kind: gateway }\n  old:');
    await expect(spoken(text)).rejects.toMatchObject({
      problems: [
        { code: 'TW1317', message: expect.stringContaining('xmpp') },
        { code: 'TW1317', message: expect.stringContaining('broker') },
      ],
    });
  }, 120_000);
});
