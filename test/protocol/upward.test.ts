/** Caches that ask their parents by HTTP/2. Threads load built files. */
import { describe, expect, it } from 'vitest';
import { type Result, read } from '../../sim/index.ts';
import type { ProtocolAnswer } from '../../sim/protocol/job.ts';
import { checkSpoken } from '../../sim/protocol/unspoken.ts';
import { figure, total } from '../run-scenario.ts';
import { expectOneHash, modelled, spoken } from './spoken-scenario.ts';

const SIZE_BYTES = 20 * 1024;
const NONE = '{ http-2: { tls: none } }';
const TLS = '{ http-2: { tls: tls-1.3 } }';

/** Devices by HTTP/1.1, edges by one transport and a shield by another. */
const textOf = (edge: string, shield: string, rps = 40) => `
version: 1
title: edges ask a shield, which asks an origin
run: { seed: 4, duration: 7s, fidelity: protocol }
places: [frankfurt, london, virginia]
nodes:
  people: { kind: clients, at: frankfurt, count: 40 }
  edge: { kind: cache, at: frankfurt, count: 2, capacity: 1MiB, policy: s3-fifo, parent: shield, transport: ${edge} }
  shield: { kind: cache, at: london, capacity: 2MiB, parent: origin, transport: ${shield} }
  origin: { kind: origin, at: virginia, workers: 64, service: { constant: 10ms } }
traffic:
  web:
    kind: web
    from: people
    to: edge
    transport: { http-1.1: { tls: none } }
    arrivals: { poisson: ${rps}rps }
    catalog: { objects: 300, popularity: { zipf: 0.9 }, size: { constant: ${SIZE_BYTES}B } }
timeline:
  - { at: 4s, do: ramp, traffic: web, to: 0rps, over: 0s }
`;

/** A node that dies while it is asked, and connections that something in between cuts. */
const BREAKS = `\
  - { at: 1s, do: reset, between: [edge, shield], share: 100% }
  - { at: 2s, do: crash, node: shield, for: 500ms }
  - { at: 3s, do: crash, node: origin, for: 500ms }
`;

describe('caches that ask by HTTP/2', () => {
  const plain = textOf(NONE, NONE);
  let first: Promise<ProtocolAnswer> | undefined;
  const once = () => (first ??= spoken(plain));

  it('say the same byte for byte in three runs, and however what is under way is waited for', async () => {
    await expectOneHash(plain, once());
  });

  it('do so over TLS too, with nodes that crash and connections that are cut', async () => {
    const text = textOf(TLS, TLS) + BREAKS;
    const runs = [await spoken(text), await spoken(text, 'turns')];
    expect(runs[1]).toEqual({ ...runs[0], realTurns: runs[1]!.realTurns });
    const { result } = runs[0]!;
    const errors = total(result, 'errors');
    expect(errors).toBeGreaterThan(0);
    expect(total(result, 'requests')).toBe(total(modelled(plain), 'requests'));
    // What has come in part is nothing that is kept, or given.
    const whole = total(result, 'requests') - errors;
    expect(total(result, 'response_bytes')).toBe(whole * SIZE_BYTES);
  });

  it('make the connections of the model, with the bytes of its answers and fields beside them', async () => {
    const { result } = await once();
    const model = modelled(plain);
    for (const node of ['edge', 'shield']) {
      const opened = total(model, 'node_connections', { node });
      expect(opened).toBeGreaterThan(0);
      expect(total(result, 'node_connections', { node })).toBe(opened);
      const bytes = total(result, 'call_bytes', { node });
      const bodies = total(result, 'cache_fills', { node }) * SIZE_BYTES;
      expect(bytes / bodies).toBeGreaterThan(1);
      expect(bytes / bodies).toBeLessThan(1.02);
    }
  });

  it('take the round trips of the model: for TCP, TLS, and what is asked', async () => {
    // What fits into a first window of ten segments (RFC 6928), now and then, to nodes in other cities.
    const texts = [NONE, TLS].map((transport) =>
      textOf(transport, transport, 0.5).replaceAll(`${SIZE_BYTES}B`, '8KiB'),
    );
    const mean = (result: Result) => figure(result, 'mean', 'latency');
    const [plainMs, sealedMs] = texts.map((text) => mean(modelled(text))) as [number, number];
    const [spokenPlainMs, spokenSealedMs] = [
      mean((await spoken(texts[0]!)).result),
      mean((await spoken(texts[1]!)).result),
    ];
    // TLS 1.3 takes one more on each connection (RFC 8446 §2).
    expect(sealedMs - plainMs).toBeGreaterThan(10);
    expect(spokenSealedMs - spokenPlainMs).toBeCloseTo(sealedMs - plainMs, 1);
    // Lines of devices draw a few milliseconds, in another order; a round trip is more than a tenth.
    expect(Math.abs(spokenPlainMs / plainMs - 1)).toBeLessThan(0.03);
  });
});

it('caches may not ask by HTTP/3, with early data, or live', () => {
  const refused = (text: string, set: string[] = []) => {
    const { scenario } = read(text, { file: 'a.yaml', set });
    try {
      checkSpoken(scenario!);
      return [];
    } catch (error) {
      return (error as { problems: { message: string }[] }).problems.map(({ message }) => message);
    }
  };
  expect(refused(textOf(NONE, NONE))).toEqual([]);
  expect(refused(textOf('http-3', NONE))).toEqual([
    expect.stringContaining('http-3: expected one of http-1.1, http-2'),
  ]);
  expect(refused(textOf('{ http-2: { early-data: true } }', NONE))).toEqual([
    expect.stringContaining('early-data: expected none'),
  ]);
  expect(refused(textOf('{ http-1.1: { initial-window: 32 } }', NONE))).toEqual([]);
  const devices = textOf(NONE, NONE).replace(
    '{ http-1.1: { tls',
    '{ http-1.1: { congestion: bbr, tls',
  );
  expect(refused(devices)).toEqual([expect.stringContaining('congestion: expected cubic or reno')]);
  expect(refused(textOf(NONE, NONE), ['run.fidelity=live'])).toEqual([
    expect.stringContaining('http-2: expected none'),
    expect.stringContaining('http-2: expected none'),
  ]);
});
