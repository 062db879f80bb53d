/** Things that report by CoAP, clients and servers of node-coap in virtual time. Threads load built files. */
import dgram from 'node:dgram';
import { describe, expect, it } from 'vitest';
import type { Result } from '../../../sim/index.ts';
import { figure, runText, total } from '../../run-scenario.ts';
import { modelled, spoken } from '../spoken-scenario.ts';

/** Once over a line, confirmed over cells of NB-IoT, and both over a link that loses a fifth of all packets. */
const TEXT = `version: 1
title: things that report
run: { seed: 3, duration: 10m, fidelity: protocol }
places: [paris]
nodes:
  lines: { kind: clients, count: 20, access: none }
  cells: { kind: clients, count: 50, access: nb-iot-cell }
  metres: { kind: clients, count: 50, access: nb-iot-cell }
  fields: { kind: clients, count: 60, access: { lorawan: { radius: 1 } } }
  near: { kind: gateway, service: 0ms }
  far: { kind: gateway, service: 0ms }
traffic:
  once: { kind: telemetry, from: lines, to: near, reports: { periodic: 30s } }
  cell: { kind: telemetry, from: cells, to: near, reports: { periodic: 1m }, confirmable: true, headers: 43B }
  deep: { kind: telemetry, from: metres, to: near, reports: { periodic: 2m }, headers: 43B }
  lora: { kind: telemetry, from: fields, to: near, reports: { periodic: 2m }, size: 10B, headers: 43B }
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

  it('come over cells of NB-IoT as in the model, those that are sent again too early as well', async () => {
    const [{ result }, model] = [await spokenOnce(), modelled(TEXT)];
    for (const metric of ['messages', 'deliveries', 'undelivered'] as const) {
      expect([metric, of(result, 'cell', metric)]).toEqual([metric, of(model, 'cell', metric)]);
    }
    expect(of(result, 'cell', 'undelivered')).toBe(0);
    const off = (figureOf: (one: Result) => number) =>
      Math.abs(figureOf(result) / figureOf(model) - 1);
    const node = 'cells';
    // Where coverage is deep both send again by the clock, each by timeouts of its own chance.
    expect(off((one) => total(one, 'call_bytes', { node }))).toBeLessThan(0.02);
    expect(off((one) => figure(one, 'mean', 'radio_power', { node }))).toBeLessThan(0.02);
    expect(off((one) => figure(one, 'p50', 'delivery', { traffic: 'cell' }))).toBeLessThan(0.01);
    // More reports go out than there are, though nothing is lost.
    expect(total(result, 'calls', { node })).toBeGreaterThan(of(result, 'cell', 'messages') + 10);
  }, 240_000);

  /** 43 bytes around a report: IP 20, UDP 8, CoAP 4 and a token of 8, its path 2, a byte before its content. */
  it.each([
    ['deep', 'metres'],
    ['lora', 'fields'],
  ])(
    'of %s take the bytes, the time and the air that the model has',
    async (traffic, node) => {
      const [{ result }, model] = [await spokenOnce(), modelled(TEXT)];
      const of = (one: Result) => ({
        messages: total(one, 'messages', { traffic }),
        deliveries: total(one, 'deliveries', { traffic }),
        undelivered: total(one, 'undelivered', { traffic }),
        bytes: total(one, 'call_bytes', { node }),
        tries: total(one, 'radio_tries', { node }),
        collisions: total(one, 'radio_collisions', { node }),
        power: figure(one, 'mean', 'radio_power', { node }),
        p50: figure(one, 'p50', 'delivery', { traffic }),
        max: figure(one, 'max', 'delivery', { traffic }),
      });
      expect(of(result)).toEqual(of(model));
      expect(of(result).deliveries).toBeGreaterThan(200);
    },
    240_000,
  );

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

describe('node-coap', () => {
  it('opens no sockets while it is loaded, and leaves others theirs', async () => {
    const before = dgram.createSocket;
    const { CoapReporters } = await import('../../../sim/protocol/coap/reporters.ts');
    expect(CoapReporters).toBeDefined();
    const { globalAgent } = (await import('coap')).default;
    expect((globalAgent as unknown as { _sock: unknown })._sock).not.toBeInstanceOf(dgram.Socket);
    expect(dgram.createSocket).toBe(before);
    expect((await import('node:dgram')).createSocket).toBe(before);
  });
});
