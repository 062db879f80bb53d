/** Archives of exchanges and sequences, from spoken runs over TLS. */
import { describe, expect, it } from 'vitest';
import type { ProtocolAnswer } from '../../../sim/protocol/job.ts';
import { mermaidText } from '../../../sim/report/sequence.ts';
import { PLAIN } from '../../../sim/report/style.ts';
import { trailText } from '../../../sim/report/trail.ts';
import { figure, total } from '../../run-scenario.ts';
import { shopText } from './shop.ts';
import { captured } from './tshark.ts';

/** Transport and library of devices, as a scenario has them; the version that the archive says. */
const WAYS = {
  'node:http over TLS': ['tls-1.3', 'HTTP/1.1'],
  'undici over TLS': ['{ http-1.1: { tls: tls-1.3 } }\n    library: undici', 'HTTP/1.1'],
  'node:http2 over TLS': ['{ http-2: { tls: tls-1.3 } }', 'HTTP/2'],
} as const;
type Way = keyof typeof WAYS;
const FIRST: Way = 'node:http over TLS';

const spoken = new Map<Way, Promise<ProtocolAnswer>>();

function answer(way: Way = FIRST): Promise<ProtocolAnswer> {
  let asked = spoken.get(way);
  if (asked === undefined) {
    asked = speak(WAYS[way][0]);
    spoken.set(way, asked);
  }
  return asked;
}

const speak = (transport: string): Promise<ProtocolAnswer> =>
  captured(shopText({ transport }), 'client', 2 ** 26, 'request/12');

interface Entry {
  readonly startedDateTime: string;
  readonly time: number;
  readonly request: Record<string, unknown>;
  readonly response: Record<string, unknown> & { status: number; content: { size: number } };
  readonly timings: Record<string, number>;
  readonly cache: { comment?: string };
  readonly connection: string;
}

const entriesOf = ({ captured }: ProtocolAnswer): Entry[] => JSON.parse(captured!.har).log.entries;

/** What an object of HAR 1.2 must have, and of which type; lists hold objects of one kind. */
const SPEC: Record<string, Record<string, string>> = {
  log: { version: 'string', creator: 'creator', entries: '[entry]' },
  creator: { name: 'string', version: 'string' },
  entry: {
    startedDateTime: 'string',
    time: 'number',
    request: 'request',
    response: 'response',
    cache: 'cache',
    timings: 'timings',
  },
  request: {
    method: 'string',
    url: 'string',
    httpVersion: 'string',
    cookies: '[pair]',
    headers: '[pair]',
    queryString: '[pair]',
    headersSize: 'number',
    bodySize: 'number',
  },
  response: {
    status: 'number',
    statusText: 'string',
    httpVersion: 'string',
    cookies: '[pair]',
    headers: '[pair]',
    content: 'content',
    redirectURL: 'string',
    headersSize: 'number',
    bodySize: 'number',
  },
  content: { size: 'number', mimeType: 'string' },
  cache: {},
  timings: { send: 'number', wait: 'number', receive: 'number' },
  pair: { name: 'string', value: 'string' },
};

/** @returns where something is missing or of another type. */
function wrongIn(value: unknown, kind: string, path: string): string[] {
  if (kind.startsWith('[')) {
    if (!Array.isArray(value)) return [path];
    return value.flatMap((one, at) => wrongIn(one, kind.slice(1, -1), `${path}[${at}]`));
  }
  const shape = SPEC[kind];
  if (shape === undefined) return typeof value === kind ? [] : [path];
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(shape).flatMap(([key, its]) =>
    wrongIn((value as Record<string, unknown>)[key], its, `${path}.${key}`),
  );
}

describe.each(Object.keys(WAYS) as Way[])('what devices ask by %s', (way) => {
  it('is an archive as HAR 1.2 wants it, with every request of the run', async () => {
    const { captured, result } = await answer(way);
    const { log } = JSON.parse(captured!.har);
    expect(wrongIn(log, 'log', 'log')).toEqual([]);
    expect(log.version).toBe('1.2');
    expect(log.entries.length).toBe(total(result, 'requests'));
    for (const { startedDateTime, request, response } of log.entries as Entry[]) {
      const [, version] = WAYS[way];
      expect([request.httpVersion, response.httpVersion]).toEqual([version, version]);
      expect(JSON.stringify(request.headers)).toContain('twinwing');
      expect(new Date(startedDateTime).toISOString()).toBe(startedDateTime);
      expect(() => new URL(request.url as string)).not.toThrow();
    }
  });

  it('has times that add up to what the run has measured', async () => {
    const { result } = await answer(way);
    const entries = entriesOf(await answer(way));
    for (const { time, timings } of entries) {
      const parts = ['blocked', 'dns', 'connect', 'send', 'wait', 'receive'];
      for (const part of parts) expect(timings[part]).toBeGreaterThanOrEqual(-1);
      const sum = parts.reduce((all, part) => all + Math.max(0, timings[part]!), 0);
      expect(sum).toBeCloseTo(time, 3);
      // TLS is a part of connecting, and has a round trip as TCP has.
      if (timings.connect! < 0) expect(timings.ssl).toBe(-1);
      else expect(timings.ssl).toBeLessThan(timings.connect!);
    }
    const mean = entries.reduce((sum, { time }) => sum + time, 0) / entries.length;
    expect(mean / figure(result, 'mean', 'latency')).toBeCloseTo(1, 3);
    const opened = entries.filter(({ timings }) => timings.connect! > 0).length;
    expect(opened).toBe(total(result, 'connections'));
  });

  it('tells sizes, and which answers somebody had kept', async () => {
    const { result } = await answer(way);
    const entries = entriesOf(await answer(way));
    for (const { response } of entries) {
      expect([response.status, response.content.size]).toEqual([200, 20 * 1024]);
    }
    const kept = entries.filter(({ cache }) => cache.comment?.startsWith('kept behind edge/0'));
    expect(kept.length).toBeGreaterThanOrEqual(total(result, 'cache_hits'));
    expect(kept.length).toBeLessThan(entries.length);
  });
});

it('follows a request from the device to the origin and back', async () => {
  const { sequence } = (await answer()).captured!;
  const { connections, steps } = sequence!;
  expect(connections.map(({ from, to }) => [from, to])).toEqual([
    [expect.stringMatching(/^people\/0#\d+$/), 'edge/0'],
    ['edge/0', 'origin/0'],
  ]);
  // TCP, TLS 1.3, the request: RFC 9293 §3.5, RFC 8446 §2.
  expect(connections[0]!.roundTrips).toBe(3);
  const [{ downBytes, downWireBytes, downPackets }] = connections as [(typeof connections)[0]];
  expect(downBytes).toBeGreaterThan(20 * 1024 + 3543);
  expect(downWireBytes).toBe(downBytes + 52 * downPackets);
  for (const [at, { atMs, arrivesAtMs, event }] of steps.entries()) {
    expect(event).toBe(at + 1);
    expect(arrivesAtMs).toBeGreaterThan(atMs);
    expect(atMs).toBeGreaterThanOrEqual(steps[at - 1]?.atMs ?? 0);
  }
  const asked = steps.findIndex(({ what }) => what.startsWith('GET '));
  const given = steps.findIndex(({ what }) => what === 'HTTP/1.1 200 OK');
  expect([steps[asked]!.where, steps[given]!.where]).toEqual(['edge/0', 'origin/0']);
  expect(given).toBeGreaterThan(asked);
});

it.each([
  ['{ http-2: { tls: none } }', 2],
  ['{ http-1.1: { tls: tls-1.3 } }', 3],
])('follows a request to a parent that is asked by %s', async (transport, trips) => {
  const text = shopText({ rps: 40 })
    .replace('parent: origin', `parent: origin, transport: ${transport}`)
    .replace('at: 10s', 'at: 1s')
    .replace('duration: 14s', 'duration: 2s');
  const { sequence } = (await captured(text, 'client', 2 ** 26, 'request/1')).captured!;
  const { connections } = sequence!;
  expect(connections.map(({ from, to }) => [from, to])).toEqual([
    [expect.stringMatching(/^people\/0#\d+$/), 'edge/0'],
    ['edge/0', 'origin/0'],
  ]);
  // TCP, TLS 1.3, the request: RFC 9293 §3.5, RFC 8446 §2. Frames of HTTP/2 are answered by others.
  expect(connections[1]!.roundTrips).toBeGreaterThanOrEqual(trips);
  expect(connections[1]!.downBytes).toBeGreaterThan(20 * 1024);
});

it('is a diagram for Mermaid, and a trail for terminals', async () => {
  const { sequence } = (await answer()).captured!;
  const shown = sequence!.steps.filter(({ what }) => what !== 'ACK');
  const lines = mermaidText(sequence!).split('\n');
  expect(lines[3]).toBe('sequenceDiagram');
  expect(lines.filter((line) => /^ {2}n\d(->>|-x)n\d: \+/.test(line)).length).toBe(shown.length);
  expect(lines.filter((line) => line.includes('participant')).length).toBe(3);
  // A bare # or ; would end a line for Mermaid; comments may have them.
  for (const line of lines.slice(4).filter((one) => !one.startsWith('%%')))
    expect(line.replaceAll('#35;', '')).not.toMatch(/[#;]/);
  const trail = trailText('a request', sequence!.steps, PLAIN);
  expect(trail.split('\n').length).toBe(sequence!.steps.length + 3);
});
