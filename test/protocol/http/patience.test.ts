/** How long a server waits for requests that come slowly, on connections that have had others. Source: Node.js, `http.Server` */
import type { RequestListener } from 'node:http';
import { Duplex } from 'node:stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { makeServer } from '../../../sim/protocol/http/servers.ts';

/** A server's end of a connection. */
class End extends Duplex {
  said = '';
  override _read(): void {}
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.said += chunk;
    done();
  }
  setTimeout(): this {
    return this;
  }
  destroySoon(): void {
    this.destroy();
  }
}

const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

function connected(serve: RequestListener): End {
  const end = new End();
  makeServer(serve).emit('connection', end);
  return end.on('error', () => {});
}

/** Says something, and lets time pass. */
async function say(end: End, text: string, thenSeconds: number): Promise<void> {
  end.push(text);
  await turn();
  vi.advanceTimersByTime(thenSeconds * 1000);
  await turn();
}

/** @returns status of each answer. */
const statuses = ({ said }: End): string[] =>
  [...said.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status!);

const reading: RequestListener = (request, response) => {
  request.resume().on('end', () => response.end('ok'));
};
const HEAD = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

it('waits as long for each request of a connection, however long that has rested', async () => {
  const end = connected(reading);
  for (const _ of [1, 2, 3]) {
    await say(end, `${HEAD}a`, 100);
    // More than fields may take.
    await say(end, 'b', 199);
    await say(end, 'cd', 299);
  }
  expect(statuses(end)).toEqual(['200', '200', '200']);
  await say(end, `${HEAD}abc`, 299);
  expect(statuses(end)).toHaveLength(3);
  await say(end, '', 1);
  expect(statuses(end)[3]).toBe('408');
  expect(end.destroyed).toBe(true);
});

it('waits for the content of a request that came with the end of another', async () => {
  const end = connected(reading);
  await say(end, `${HEAD}abc`, 200);
  await say(end, `d${HEAD}abc`, 299);
  await say(end, 'd', 0);
  expect(statuses(end)).toEqual(['200', '200']);
  const other = connected(reading);
  await say(other, `${HEAD}abc`, 200);
  await say(other, `d${HEAD}abc`, 300);
  expect(statuses(other)).toEqual(['200', '408']);
});

it('counts the fields of a request from their first byte', async () => {
  const end = connected(reading);
  await say(end, `${HEAD}abcd`, 500);
  await say(end, HEAD.slice(0, 9), 59);
  await say(end, HEAD.slice(9), 240);
  expect(statuses(end)).toEqual(['200']);
  await say(end, '', 1);
  expect(statuses(end)).toEqual(['200', '408']);
});

it('closes a connection in the middle of an answer, and does not write 408 into it', async () => {
  const end = connected((_request, response) => {
    response.writeHead(200, { 'Content-Length': 100 }).write('a piece');
  });
  await say(end, `${HEAD}ab`, 300);
  expect(end.destroyed).toBe(true);
  expect(end.said).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\r\n\r\na piece$/s);
});
