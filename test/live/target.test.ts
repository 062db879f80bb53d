import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { checkAnswers, foundByAnyone, targetOf } from '../../sim/live/target.ts';

describe('a target', () => {
  it.each([
    ['http://192.0.2.1/', 'is another machine'],
    ['https://[2001:db8::1]:8443/a', 'is another machine'],
    // RFC 1122 §3.2.1.3: as a destination it means nothing, and systems take it for themselves.
    ['http://0.0.0.0:80', 'is another machine'],
    ['localhost:80', 'expected a URL such as http://127.0.0.1:8080'],
    ['ftp://127.0.0.1/', 'expected a URL such as http://127.0.0.1:8080'],
    ['http://no-such-name.invalid/', 'expected a name that has an address'],
    [
      'http://127.0.0.1/cdn?a=1#b',
      'http://127.0.0.1/cdn?a=1#b: expected http://127.0.0.1/cdn: a path has nothing behind it',
    ],
  ])('%s is refused', async (url, message) => {
    await expect(targetOf(url, false)).rejects.toThrow(message);
  });

  it.each([
    ['http://127.0.0.1:8080', { hostname: '127.0.0.1', port: 8080, isTls: false, prefix: '' }],
    ['http://127.9.9.9/cdn/', { hostname: '127.9.9.9', port: 80, prefix: '/cdn' }],
    ['https://[::1]/', { hostname: '::1', port: 443, isTls: true, host: '[::1]' }],
    ['http://[::ffff:127.0.0.1]:81/', { port: 81 }],
  ])('%s is on this machine', async (url, facts) => {
    await expect(targetOf(url, false)).resolves.toMatchObject(facts);
  });

  it.each([
    'http://me:secret@127.0.0.1:80/a',
    'http://:secret@127.0.0.1:80/a?secret',
    'ftp://me:secret@127.0.0.1/a',
  ])('%s is refused without its password being said', async (url) => {
    const { message } = await targetOf(url, true).then(
      () => new Error('taken'),
      (error: Error) => error,
    );
    expect(message).toMatch(/127\.0\.0\.1\/a: expected no user and no password in it$/);
    expect(message).not.toContain('secret');
  });

  it('is connected to before anything runs', async () => {
    const server = createServer((socket) => {
      // Whoever only looks whether it is there goes at once.
      socket.on('error', () => {});
      socket.end('not TLS\r\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const reach = async (scheme: string) =>
      checkAnswers(await targetOf(`${scheme}://127.0.0.1:${port}/`, false));
    await expect(reach('http')).resolves.toBeUndefined();
    await expect(reach('https')).rejects.toThrow(
      `https://127.0.0.1:${port}/: ERR_SSL_WRONG_VERSION_NUMBER: expected a server that answers`,
    );
    server.close();
    await expect(reach('http')).rejects.toThrow(
      `http://127.0.0.1:${port}/: ECONNREFUSED: expected a server that answers`,
    );
  });

  it('is waited for, but not for long', async () => {
    // It says nothing, so that TLS does not come about.
    const server = createServer(() => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const target = await targetOf(`https://127.0.0.1:${port}/`, false);
    await expect(checkAnswers(target, 50)).rejects.toThrow('/: took no connection in 0.05 s');
    server.close();
  });

  it('may be anywhere when the user says so', async () => {
    await expect(targetOf('http://192.0.2.1/', true)).resolves.toMatchObject({ port: 80 });
  });

  it.each([
    // RFC 9211 §4
    [{ 'cache-status': 'OriginCache; hit; ttl=1100' }, 'hit'],
    [{ 'cache-status': 'ExampleCache; fwd=uri-miss; stored' }, 'miss'],
    [{ 'x-cache': 'HIT from twinwing' }, 'hit'],
    [{ 'x-cache': 'MISS, MISS' }, 'miss'],
    [{ age: '0' }, 'miss'],
    [{ age: '12' }, 'hit'],
    [{ via: '1.1 a' }, undefined],
  ])('%j is a %s', (headers, found) => {
    expect(foundByAnyone(new Map(Object.entries(headers as Record<string, string>)))).toBe(found);
  });
});
