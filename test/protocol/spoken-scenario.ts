/** Scenarios that real libraries speak in a thread of their own, and the same ones modelled. */
import { expect } from 'vitest';
import type { Result } from '../../sim/index.ts';
import type { ProtocolAnswer, ProtocolJob } from '../../sim/protocol/job.ts';
import { builtMain, ROOT } from '../built.ts';
import { runText } from '../run-scenario.ts';

type Draining = 'ticks' | 'turns';

/** @param text with `fidelity: protocol`. Threads load built files. */
export async function spoken(
  text: string,
  draining: Draining = 'ticks',
  capture?: ProtocolJob['capture'],
): Promise<ProtocolAnswer> {
  builtMain();
  const { runProtocol } = await import(`${ROOT}dist/protocol/run-protocol.js`);
  return runProtocol({ file: 'a.yaml', texts: new Map([['a.yaml', text]]), draining, capture });
}

/**
 * Three runs say the same byte for byte (over TLS: as many of them), and have one Result, however what is under way is waited for.
 *
 * @param first one that was made of it before.
 * @returns the first.
 */
export async function expectOneHash(text: string, first = spoken(text)): Promise<ProtocolAnswer> {
  const one = await first;
  for (const draining of ['ticks', 'turns'] as const) {
    const other = await spoken(text, draining);
    expect(other.wireHash).toBe(one.wireHash);
    expect(other.result).toEqual(one.result);
  }
  return one;
}

export const modelled = (text: string): Result =>
  runText(text.replace('fidelity: protocol', 'fidelity: model'));

/** Two edges of one policy before an origin far away, for 50 requests a second. @param transport as it stands in YAML. */
export const twoEdges = (seconds: number, people: number, transport: string) => `
version: 1
title: two edges before an origin
run: { seed: 4, duration: ${seconds}s, fidelity: protocol }
places: [frankfurt, virginia]
nodes:
  people: { kind: clients, at: frankfurt, count: ${people} }
  lb: { kind: balancer, at: frankfurt, backends: edge }
  edge: { kind: cache, at: frankfurt, count: 2, capacity: 1MiB, policy: s3-fifo, parent: origin }
  origin: { kind: origin, at: virginia, workers: 64, service: { constant: 10ms } }
traffic:
  web:
    kind: web
    from: people
    to: lb
    transport: ${transport}
    arrivals: { poisson: 50rps }
    catalog: { objects: 300, popularity: { zipf: 0.9 }, size: { constant: 20KiB } }
`;

/**
 * The same where nothing but what libraries do can differ: lines that draw nothing, no balancer in between, caches whose connections are
 * followed in the model, too, and answers of six segments, which a first window has room for (RFC 6928).
 */
export const withoutChance = (text: string): string =>
  text
    .replace('kind: clients,', 'kind: clients, access: none,')
    .replace(/ {2}lb: .*\n/, '')
    .replace('to: lb', 'to: edge')
    .replace(
      /capacity: 1MiB(.*) \}/,
      'capacity: 400KiB$1, transport: { http-1.1: { tls: none } } }',
    )
    .replace('20KiB', '8KiB');
