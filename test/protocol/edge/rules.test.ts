/** The rules by which a spoken edge keeps answers, one by one. */
import type { IncomingMessage } from 'node:http';
import fc from 'fast-check';
import CachePolicy from 'http-cache-semantics';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ageSeconds } from '../../../sim/protocol/http/edge/age.ts';
import { isKnown, isSame } from '../../../sim/protocol/http/edge/conditions.ts';
import { parseDate } from '../../../sim/protocol/http/edge/dates.ts';
import {
  deltaSeconds,
  LONGEST_SECONDS,
  parseDirectives,
} from '../../../sim/protocol/http/edge/directives.ts';
import { invalidatedBy } from '../../../sim/protocol/http/edge/invalidation.ts';
import { rangeOf } from '../../../sim/protocol/http/edge/ranges.ts';
import { useOf, wishesOf } from '../../../sim/protocol/http/edge/reuse.ts';
import { freshened, mayBeKept, storedOf } from '../../../sim/protocol/http/edge/storing.ts';
import { surrogateHeaders } from '../../../sim/protocol/http/edge/surrogate.ts';
import { targetedDirectives } from '../../../sim/protocol/http/edge/targeted.ts';
import { selecting } from '../../../sim/protocol/http/edge/vary.ts';

const NOW_MS = Date.UTC(2026, 0, 1);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW_MS });
});
afterEach(() => {
  vi.useRealTimers();
});

type Fields = Readonly<Record<string, string | undefined>>;

function answerOf(fields: Fields, statusCode = 200): IncomingMessage {
  const entries = Object.entries(fields).filter((entry) => entry[1] !== undefined) as [
    string,
    string,
  ][];
  const headersDistinct = Object.fromEntries(entries.map(([name, value]) => [name, [value]]));
  const headers = Object.fromEntries(entries);
  return { statusCode, headers, headersDistinct, rawHeaders: entries.flat() } as never;
}

const stored = (fields: Fields, status = 200) =>
  storedOf(answerOf(fields, status), NOW_MS, Buffer.from('hello'));

describe('dates', () => {
  it('have three forms and no other', () => {
    // RFC 9110 §5.6.7
    const ms = Date.UTC(1994, 10, 6, 8, 49, 37);
    expect(parseDate('Sun, 06 Nov 1994 08:49:37 GMT', NOW_MS)).toBe(ms);
    expect(parseDate('Sunday, 06-Nov-94 08:49:37 GMT', NOW_MS)).toBe(ms);
    expect(parseDate('Sun Nov  6 08:49:37 1994', NOW_MS)).toBe(ms);
    expect(parseDate('Thursday, 01-Jan-70 00:00:00 GMT', NOW_MS)).toBe(Date.UTC(2070, 0, 1));
    expect(parseDate('Saturday, 01-Jan-77 00:00:00 GMT', NOW_MS)).toBe(Date.UTC(1977, 0, 1));
    for (const wrong of [
      '0',
      '',
      'Sun, 06 Nov 1994 08:49:37 UTC',
      'Sun, 06 Nov 1994 8:49:37 GMT',
      'Sun, 31 Jun 1994 08:49:37 GMT',
      'Sun, 06 Nov 1994 25:49:37 GMT',
      '1994-11-06T08:49:37Z',
    ]) {
      expect(parseDate(wrong, NOW_MS)).toBeUndefined();
    }
  });
});

describe('directives', () => {
  it('are understood in any case, quoted or not, and the stricter of two counts', () => {
    const found = parseDirectives(
      'MaX-aGe="60", x="max-age=9, no-store", no-cache="a, b", no-cache=c',
    );
    expect([...found]).toEqual([
      ['max-age', '60'],
      ['x', 'max-age=9, no-store'],
      ['no-cache', 'a, b,c'],
    ]);
    expect(parseDirectives('no-cache="a", no-cache').get('no-cache')).toBe(true);
    // RFC 9111 §4.2.1: values that contradict one another make it stale.
    expect(deltaSeconds(parseDirectives('max-age=1, max-age=2').get('max-age'))).toBeUndefined();
    expect(deltaSeconds(parseDirectives('max-age=2, max-age=2').get('max-age'))).toBe(2);
  });

  it('have whole seconds, of which more than 2^31 are as many', () => {
    // RFC 9111 §1.2.2
    expect(deltaSeconds('99999999999')).toBe(2 ** 31);
    for (const wrong of ['', '-1', '1.5', 'a', ' 1', "'1'"]) {
      expect(deltaSeconds(wrong)).toBeUndefined();
    }
  });

  it('for content delivery networks count instead of the general ones, unless one fault spoils them', () => {
    const of = (field: string) => targetedDirectives([field], undefined);
    expect(of('max-age=60, stale-if-error=9;x=1, must-revalidate')?.get('max-age')).toBe('60');
    expect(of('no-store=?0, max-age=1')?.has('no-store')).toBe(false);
    // RFC 9213 §2.1, §2.2; RFC 9651 §4.2
    for (const wrong of ['max-age=60, &&&', 'max-age = 60', 'MAX-AGE=60', 'max-age="60"', '']) {
      expect(of(wrong)).toBeUndefined();
    }
  });

  it('for surrogates may name the one that they are for', () => {
    const of = (field: string) => targetedDirectives(undefined, [field]);
    expect(of('max-age=60;other')).toBeUndefined();
    expect(of('max-age=60, max-age=5;twinwing')?.get('max-age')).toBe('5');
    expect(of('max-age=60+30')?.get('stale-while-revalidate')).toBe('30');
  });
});

describe('an age', () => {
  it('that nobody understands is very old', () => {
    expect(ageSeconds(undefined)).toBe(0);
    expect(ageSeconds(['30'])).toBe(30);
    expect(ageSeconds(['0,7200'])).toBe(0);
    for (const wrong of [['1.5'], ['-1'], ['old'], ['0', '0'], ['0, 0'], ['7;a=b']]) {
      expect(ageSeconds(wrong)).toBe(LONGEST_SECONDS);
    }
  });
});

describe('what is kept', () => {
  it('answers as long as http-cache-semantics says, for whatever it understands', () => {
    // It takes what must be revalidated when it is stale for stale: not so RFC 9111 §5.2.2.2.
    const directive = fc.constantFrom(
      ...['max-age=10', 'max-age=0', 's-maxage=20', 'no-store', 'private', 'no-cache', 'public'],
      ...['x=1', 'stale-if-error=5'],
    );
    const date = (seconds: number) => new Date(NOW_MS + seconds * 1000).toUTCString();
    const fields = fc.record({
      'cache-control': fc.option(
        fc.uniqueArray(directive, { maxLength: 3 }).map((all) => all.join(', ')),
        { nil: undefined },
      ),
      expires: fc.option(fc.integer({ min: -20, max: 40 }).map(date), { nil: undefined }),
      age: fc.option(fc.integer({ min: 0, max: 15 }).map(String), { nil: undefined }),
      etag: fc.constantFrom('"a"', undefined),
    });
    const afterSeconds = fc.integer({ min: 0, max: 45 });
    const check = (given: Fields, later: number) => {
      const all = { ...given, date: date(0) };
      const isTwice = /max-age=10.*max-age=0|max-age=0.*max-age=10/.test(
        all['cache-control' as never] ?? '',
      );
      if (isTwice) return;
      const request = { url: '/', method: 'GET', headers: {} };
      const policy = new CachePolicy(
        request,
        { status: 200, headers: JSON.parse(JSON.stringify(all)) },
        { shared: true },
      );
      const ours = stored(all);
      const kept = mayBeKept({}, ours);
      vi.setSystemTime(NOW_MS + later * 1000);
      const theirs = policy.storable() && policy.satisfiesWithoutRevalidation(request);
      const isFresh = kept && useOf(ours, wishesOf({}), Date.now()) === 'fresh';
      vi.setSystemTime(NOW_MS);
      expect(isFresh).toBe(theirs);
    };
    fc.assert(fc.property(fields, afterSeconds, check), { seed: 1, numRuns: 2000 });
  });

  it('is not for others when its request had a password, unless it says so', () => {
    // RFC 9111 §3.5
    const asked = { authorization: 'Basic eA==' };
    expect(mayBeKept(asked, stored({ 'cache-control': 'max-age=9' }))).toBe(false);
    for (const allowed of ['public', 's-maxage=9', 'must-revalidate']) {
      expect(mayBeKept(asked, stored({ 'cache-control': `max-age=9, ${allowed}` }))).toBe(true);
    }
  });

  it('may be stale while it is renewed, but not where that is forbidden', () => {
    const use = (field: string) =>
      useOf(stored({ 'cache-control': field }), wishesOf({}), NOW_MS + 12_000);
    // RFC 5861 §3, RFC 9111 §5.2.2.2
    expect(use('max-age=10, stale-while-revalidate=5')).toBe('stale');
    expect(use('max-age=10, stale-while-revalidate=1')).toBe('validate');
    expect(use('max-age=10, stale-while-revalidate=5, must-revalidate')).toBe('validate');
  });

  it('takes news from an answer without content, but not about its content', () => {
    // RFC 9111 §3.2
    const before = stored({
      'cache-control': 'max-age=1',
      etag: '"a"',
      a: '1',
      'content-encoding': 'br',
    });
    const news = {
      'cache-control': 'max-age=100',
      etag: '"b"',
      a: '2',
      'content-encoding': 'gzip',
    };
    const after = freshened(before, answerOf(news, 304), NOW_MS);
    const fields = Object.fromEntries(
      after.fields.flatMap((name, at) => (at % 2 === 0 ? [[name, after.fields[at + 1]]] : [])),
    );
    expect(fields).toMatchObject({ etag: '"a"', a: '2', 'content-encoding': 'br' });
    expect(after).toMatchObject({ status: 200, etag: '"a"', freshMs: 100_000 });
    expect(after.body.toString()).toBe('hello');
  });
});

describe('requests', () => {
  it('are answered "not modified" by tags first, then by dates', () => {
    // RFC 9110 §13.2.2
    const kept = stored({ etag: 'W/"a"', 'last-modified': 'Sun, 06 Nov 1994 08:49:37 GMT' });
    expect(isKnown({ 'if-none-match': '"x", "a"' }, kept)).toBe(true);
    expect(isKnown({ 'if-none-match': '*' }, kept)).toBe(true);
    const since = 'Sunday, 06-Nov-94 08:49:37 GMT';
    expect(isKnown({ 'if-none-match': '"x"', 'if-modified-since': since }, kept)).toBe(false);
    expect(isKnown({ 'if-modified-since': since }, kept)).toBe(true);
    expect(isKnown({ 'if-modified-since': 'Sun Nov  6 08:49:36 1994' }, kept)).toBe(false);
    // RFC 9110 §13.1.5: weak tags say nothing of parts.
    expect(isSame('W/"a"', kept)).toBe(false);
    expect(isSame('Sun, 06 Nov 1994 08:49:37 GMT', kept)).toBe(true);
  });

  it.each([
    // RFC 9110 §14.1.2, of 10,000 bytes
    ['bytes=0-499', { first: 0, last: 499 }],
    ['bytes=500-999', { first: 500, last: 999 }],
    ['bytes=-500', { first: 9500, last: 9999 }],
    ['bytes=9500-', { first: 9500, last: 9999 }],
    ['bytes=9000-20000', { first: 9000, last: 9999 }],
    ['bytes=10000-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=2-1', undefined],
    ['bytes=0-0,-1', undefined],
    ['lines=1-2', undefined],
  ])('may ask for parts: %s', (field, range) => {
    expect(rangeOf(field, 10_000)).toEqual(range);
  });

  it('that prefer the same things in another order and case get the same answer', () => {
    const key = (value: string) => selecting(['accept-language'], { 'accept-language': value });
    expect(key('en, de;q=0.5')).toBe(key('DE; q=0.5 ,EN'));
    expect(key('en')).not.toBe(key('de'));
    expect(selecting(['foo'], { foo: '1,2' })).toBe(selecting(['foo'], { foo: ' 1, 2 ' }));
    expect(selecting(['foo'], { foo: 'a' })).not.toBe(selecting(['foo'], { foo: 'A' }));
  });

  it('say by Via with which version they came, and through whom', () => {
    const via = (httpVersion: string, before?: string) =>
      surrogateHeaders({ httpVersion, headers: { via: before } } as unknown as IncomingMessage).via;
    // RFC 9110 §7.6.3: the version is that of the message as it came.
    expect(via('1.1')).toBe('1.1 twinwing');
    expect(via('2.0', '1.1 a')).toBe('1.1 a, 2.0 twinwing');
  });

  it('that change things make what is kept of the same host invalid, when they succeed', () => {
    const request = (method: string) =>
      ({ method, url: '/a/b', headers: { host: 'here' } }) as IncomingMessage;
    const named = { location: 'c?d=1', 'content-location': 'http://there/e' };
    // RFC 9111 §4.4
    expect(invalidatedBy(request('POST'), answerOf(named))).toEqual(['/a/b', '/a/c?d=1']);
    expect(invalidatedBy(request('POST'), answerOf(named, 500))).toEqual([]);
    expect(invalidatedBy(request('GET'), answerOf(named))).toEqual([]);
  });
});
