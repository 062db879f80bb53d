import { describe, expect, it } from 'vitest';
import { foundByAnyone, targetOf } from '../../sim/live/target.ts';

describe('a target', () => {
  it.each([
    ['http://192.0.2.1/', 'is another machine'],
    ['https://[2001:db8::1]:8443/a', 'is another machine'],
    // RFC 1122 §3.2.1.3: as a destination it means nothing, and systems take it for themselves.
    ['http://0.0.0.0:80', 'is another machine'],
    ['localhost:80', 'expected a URL such as http://127.0.0.1:8080'],
    ['ftp://127.0.0.1/', 'expected a URL such as http://127.0.0.1:8080'],
    ['http://no-such-name.invalid/', 'expected a name that has an address'],
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
