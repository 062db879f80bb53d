/** Things that report by CoAP, clients and servers of node-coap in virtual time. Threads load built files. */
import { describe, expect, it } from 'vitest';
import type { Result } from '../../../sim/index.ts';
import { figure, runText, total } from '../../run-scenario.ts';
import { modelled, pubsub, spoken, things } from '../mqtt/spoken-mqtt.ts';

/** Once over a line, confirmed over cells of NB-IoT, and both over a link that loses a fifth of all packets. */
const TEXT = `version: 1
title: things that report
run: { seed: 3, duration: 10m, fidelity: protocol }
places: [paris]
nodes:
  lines: { kind: clients, count: 20, access: none }
  cells: { kind: clients, count: 50, access: nb-iot-cell }
  near: { kind: gateway, service: 0ms }
  far: { kind: gateway, service: 0ms }
traffic:
  once: { kind: telemetry, from: lines, to: near, reports: { periodic: 30s } }
  cell: { kind: telemetry, from: cells, to: near, reports: { periodic: 1m }, confirmable: true, headers: 44B }
  lossy: { kind: telemetry, from: lines, to: far, reports: { periodic: 30s } }
  sure: { kind: telemetry, from: lines, to: far, reports: { periodic: 30s }, confirmable: true }
timeline:
  - { at: 0s, do: degrade, between: [lines, far], for: 20m, loss: { independent: 20% } }
`;
let all: Promise<{ result: Result; wireHash: string }> | undefined;
const spokenOnce = () => (all ??= spoken(TEXT));
const of = (result: Result, traffic: string, metric: string) => total(result, metric, { traffic });

describe('reports by CoAP', () => {
  it('come as in the model where nothing is lost', async () => {
    const [{ result }, model] = [await spokenOnce(), modelled(TEXT)];
    for (const metric of ['messages', 'deliveries', 'undelivered']) {
      expect([metric, of(result, 'once', metric)]).toEqual([metric, of(model, 'once', metric)]);
    }
    expect(of(result, 'once', 'deliveries')).toBe(400);
    const p50 = (one: Result) => figure(one, 'p50', 'delivery', { traffic: 'once' });
    expect(p50(result)).toBeCloseTo(p50(model), 3);
  }, 240_000);

  it('come over cells of NB-IoT, in the time that these take', async () => {
    const [{ result }, model] = [await spokenOnce(), modelled(TEXT)];
    expect(of(result, 'cell', 'messages')).toBe(of(model, 'cell', 'messages'));
    expect(of(result, 'cell', 'undelivered')).toBe(0);
    const p50 = (one: Result) => figure(one, 'p50', 'delivery', { traffic: 'cell' });
    // Answers use the air, too, which the model leaves out; headers of CoAP are others.
    expect(Math.abs(p50(result) / p50(model) - 1)).toBeLessThan(0.15);
  }, 240_000);

  it('are lost once where they are sent once, and sent again where they are confirmable', async () => {
    const { result } = await spokenOnce();
    const lost = of(result, 'lossy', 'undelivered') / of(result, 'lossy', 'messages');
    // A fifth of 400: three standard deviations are 6 %.
    expect(Math.abs(lost - 0.2)).toBeLessThan(0.06);
    expect(of(result, 'sure', 'undelivered')).toBe(0);
    // RFC 7252 §4.8: the first time after 2 to 3 s, the second after 4 to 6 s more.
    const longest = figure(result, 'max', 'delivery', { traffic: 'sure' });
    expect(longest).toBeGreaterThan(6_000);
    expect(longest).toBeLessThan(93_000);
  }, 240_000);

  it('are the same in another run', async () => {
    expect((await spoken(TEXT, 'turns')).wireHash).toBe((await spokenOnce()).wireHash);
  }, 240_000);

  it('leaves MQTT over the air to the model', async () => {
    const text = things({ traffic: pubsub('a', 1, '5'), access: 'nb-iot-cell' });
    await expect(spoken(text)).rejects.toMatchObject({
      problems: [{ code: 'TW1317', message: expect.stringContaining('TCP') }],
    });
  }, 120_000);
});

describe('a modelled report', () => {
  const lossy = (more: string) =>
    runText(`version: 1
title: reports
run: { seed: 3, duration: 20m }
places: [paris]
nodes:
  things: { kind: clients, count: 100, access: none }
  server: { kind: gateway }
traffic:
  reports: { kind: telemetry, from: things, to: server, reports: { periodic: 1m }, ${more} }
timeline:
  - { at: 5m, do: crash, node: server, for: 20s }
`);

  it('that is confirmable outlives a crash of its server, up to four times sent again', () => {
    expect(total(lossy(''), 'undelivered')).toBeGreaterThan(10);
    const sure = lossy('confirmable: true');
    expect(total(sure, 'undelivered')).toBe(0);
    // Two, four, eight, sixteen seconds, and up to half as much again.
    expect(figure(sure, 'max', 'delivery')).toBeGreaterThan(14_000);
    expect(figure(sure, 'max', 'delivery')).toBeLessThan(45_000);
  });
});
