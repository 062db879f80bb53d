/** Requests by HTTP/2 that wait for a stream, and connections that go away meanwhile. */
import http2, { type ClientHttp2Session, type ServerHttp2Stream } from 'node:http2';
import { Duplex } from 'node:stream';
import { expect, it } from 'vitest';
import type { Speaking } from '../../../sim/protocol/http/speaking.ts';
import { Lines } from '../../../sim/protocol/http2/lines.ts';
import { total } from '../../run-scenario.ts';
import { shopText } from '../capture/shop.ts';
import { modelled, spoken } from '../spoken-scenario.ts';

/** One end of a connection that takes no time. */
class End extends Duplex {
  other!: End;
  override _read(): void {}
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.other.push(chunk);
    setImmediate(done);
  }
  override _final(done: () => void): void {
    this.other.push(null);
    done();
  }
  setKeepAlive(): void {}
}

function dialling(server: http2.Http2Server): Speaking {
  const dial = () => {
    const [one, other] = [new End(), new End()];
    Object.assign(one, { other });
    Object.assign(other, { other: one });
    server.emit('connection', other);
    return one;
  };
  return { network: { dial } } as unknown as Speaking;
}

const PLAN = { from: { node: 0, device: 0 }, connections: 1, requests: 1, idleMs: 1 };

it('requests begin in the order in which they came when a server sends a connection away', async () => {
  const server = http2.createServer();
  const begun: string[] = [];
  const streams: ServerHttp2Stream[] = [];
  server.on('stream', (stream, headers) => {
    begun.push(headers[':path']!);
    streams.push(stream);
  });
  const lines = new Lines(dialling(server), PLAN);
  let ended = 0;
  const ask = (path: string) =>
    lines.use(
      1,
      () => {},
      (session) => {
        const stream = session.request({ ':path': path }, { endStream: true });
        return stream.resume().on('close', () => {
          ended += 1;
        });
      },
    );
  for (const path of ['/1', '/2', '/3', '/4']) ask(path);
  await expect.poll(() => begun).toEqual(['/1']);
  // RFC 9113 §6.8: what has begun is answered, and the rest is asked on another connection.
  streams[0]!.session!.close();
  await expect.poll(() => begun).toEqual(['/1', '/2']);
  for (const at of [0, 1, 2, 3]) {
    await expect.poll(() => streams[at]).toBeDefined();
    streams[at]!.respond({ ':status': 204 }, { endStream: true });
    await expect.poll(() => ended).toBe(at + 1);
  }
  expect(begun).toEqual(['/1', '/2', '/3', '/4']);
});

it('requests name the scheme and port by which they are asked', async () => {
  const server = http2.createServer();
  const asked: unknown[] = [];
  server.on('stream', (stream, headers) => {
    asked.push([headers[':scheme'], headers[':authority']]);
    stream.respond({ ':status': 204 }, { endStream: true });
  });
  // Nobody encrypts here, as where TLS is not spoken.
  for (const tls of [undefined, 'tls-1.3'] as const) {
    const lines = new Lines(dialling(server), { ...PLAN, tls });
    const asking = (session: ClientHttp2Session) => session.request({ ':path': '/' }).resume();
    lines.use(7, () => {}, asking);
  }
  await expect.poll(() => asked).toHaveLength(2);
  // RFC 9113 §8.3.1, RFC 9110 §4.2.2; docs/captures.md has the port.
  expect(asked).toEqual([
    ['http', 'node-7:80'],
    ['https', 'node-7:8443'],
  ]);
});

it('requests that wait for a stream are asked elsewhere when their connection breaks', async () => {
  const breaks = `  - { at: 1s, do: reset, between: [people, edge], share: 100% }
  - { at: 2s, do: crash, node: edge, for: 500ms }
`;
  const text = shopText({
    transport: '{ http-2: { streams: 2, tls: none } }',
    timeline: breaks,
    rps: 60,
  })
    .replace('count: 20', 'count: 2')
    .replace('at: 10s', 'at: 3s')
    .replace('duration: 14s', 'duration: 6s');
  const { result } = await spoken(text);
  expect(total(result, 'requests')).toBe(total(modelled(text.replace(breaks, '')), 'requests'));
  expect(total(result, 'errors')).toBeGreaterThan(0);
  expect(total(result, 'errors')).toBeLessThan(total(result, 'requests') / 2);
});
