/**
 * What our edge keeps and for how long, beside `http-cache-semantics`, which others wrote from the same RFC 9111. Left out is
 * where the two differ on purpose: `proxy-revalidate` (the library takes it for no freshness), errors with an explicit life (it
 * keeps none), cookies and `immutable`.
 */
import type { IncomingMessage } from 'node:http';
import fc from 'fast-check';
import CachePolicy from 'http-cache-semantics';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { mayBeKept, storedOf } from '../../sim/protocol/http/edge/storing.ts';

const NOW_MS = Date.UTC(2026, 0, 1);
const dateOf = (seconds: number) => new Date(NOW_MS + seconds * 1000).toUTCString();

const seconds = fc.integer({ min: 0, max: 100_000 });
const directive = fc.oneof(
  seconds.map((each) => `max-age=${each}`),
  seconds.map((each) => `s-maxage=${each}`),
  fc.constantFrom('no-store', 'no-cache', 'private', 'public', 'must-revalidate'),
);
const cacheControl = fc.uniqueArray(directive, {
  maxLength: 3,
  selector: (each) => each.split('=')[0],
});
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const answers = fc.record({
  status: fc.constantFrom(200, 203, 204, 301, 302, 404, 410),
  'cache-control': cacheControl.map((all) => (all.length > 0 ? all.join(', ') : undefined)),
  expires: maybe(fc.integer({ min: -1000, max: 100_000 }).map(dateOf)),
  'last-modified': maybe(seconds.map((ago) => dateOf(-ago))),
});

beforeAll(() => {
  vi.useFakeTimers({ now: NOW_MS, toFake: ['Date'] });
});
afterAll(() => {
  vi.useRealTimers();
});

/** As `node:http` gives it. */
function messageOf(status: number, headers: Record<string, string>): IncomingMessage {
  const distinct = Object.entries(headers).map(([name, value]) => [name, [value]]);
  const answer = {
    statusCode: status,
    headers,
    headersDistinct: Object.fromEntries(distinct),
    rawHeaders: Object.entries(headers).flat(),
  };
  return answer as unknown as IncomingMessage;
}

it('keeps what the library keeps, for as long', () => {
  fc.assert(
    fc.property(answers, fc.boolean(), ({ status, ...fields }, hasAuthorization) => {
      const said = Object.entries(fields).filter(([, value]) => value !== undefined);
      const headers = Object.fromEntries([...said, ['date', dateOf(0)]]) as Record<string, string>;
      const asked: Record<string, string> = hasAuthorization ? { authorization: 'Basic YTpi' } : {};
      const theirs = new CachePolicy(
        { method: 'GET', url: '/', headers: asked },
        { status, headers },
        { shared: true, cacheHeuristic: 0.1 },
      );
      const ours = storedOf(messageOf(status, headers), NOW_MS, Buffer.alloc(0));
      const isKept = mayBeKept(asked, ours);
      if (!theirs.storable()) expect(isKept).toBe(false);
      // What is asked about each time has no life for the library.
      else if (!ours.terms.isChecked) {
        // Ours keeps nothing that could never answer: neither fresh nor to be asked about.
        expect(isKept).toBe(theirs.maxAge() > 0 || headers['last-modified'] !== undefined);
        if (isKept) expect(ours.freshMs / 1000).toBeCloseTo(theirs.maxAge(), 6);
      }
    }),
    { numRuns: 3000, seed: 1 },
  );
});
