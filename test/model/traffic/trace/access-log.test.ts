import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AccessLogDecoder,
  type AccessLogOptions,
} from '../../../../sim/model/traffic/trace/access-log.ts';
import { logTime } from '../../../../sim/model/traffic/trace/log-time.ts';
import { cut, decodeAll, utf8 } from './fixtures.ts';

interface Entry {
  readonly time?: string;
  readonly request?: string;
  readonly outcome?: string;
  readonly user?: string;
}

function line({ time, request, outcome, user }: Entry = {}): string {
  const stamp = time ?? '17/May/2015:10:05:03 +0000';
  return `10.0.0.1 - ${user ?? '-'} [${stamp}] "${request ?? 'GET /a HTTP/1.1'}" ${outcome ?? '200 5'}`;
}

function decode(entries: readonly Entry[], options: AccessLogOptions = {}) {
  const decoder = new AccessLogDecoder(options);
  const text = entries.map((entry) => `${line(entry)}\n`).join('');
  return { decoder, requests: decodeAll(decoder, [utf8(text)]) };
}

const keys = (decoder: AccessLogDecoder) =>
  Array.from({ length: decoder.objects }, (_, object) => decoder.keyOf(object));

// Authority of the shape: Apache HTTP Server 2.4, mod_log_config, "common" and "combined".
describe('an access log', () => {
  it('gives milliseconds since the first line, dense paths and bytes, in common and combined format', () => {
    const { decoder, requests } = decode([
      { outcome: '200 5' },
      { request: 'GET /b?x=1 HTTP/1.0', outcome: '200 7 "http://from/" "Agent \\"quoted\\""' },
      { time: '17/May/2015:10:05:05 +0000', outcome: '200 6 "-" "-" more fields' },
    ]);
    expect(requests).toEqual([
      { timeMs: 0, object: 0, bytes: 5 },
      { timeMs: 0, object: 1, bytes: 7 },
      { timeMs: 2000, object: 0, bytes: 6 },
    ]);
    expect(keys(decoder)).toEqual(['/a', '/b?x=1']);
  });

  it('counts lines of another method or status, or without bytes, as filtered', () => {
    const { decoder, requests } = decode([
      { request: 'POST /a HTTP/1.1' },
      { request: 'GETS /a HTTP/1.1' },
      { outcome: '304 0' },
      { outcome: '200 0' },
      { outcome: '200 -' },
      { request: '-', outcome: '408 0' },
      { request: '\\x16\\x03\\x01', outcome: '400 226' },
      {},
    ]);
    expect(requests).toHaveLength(1);
    expect(decoder.filtered).toBe(7);
    expect(decoder.skipped).toEqual({ time: 0, size: 0, shape: 0 });
  });

  it('takes the method and status asked for', () => {
    const entries = [{}, { request: 'HEAD /h HTTP/1.1', outcome: '404 9' }];
    const { decoder } = decode(entries, { method: 'HEAD', status: 404 });
    expect(keys(decoder)).toEqual(['/h']);
  });

  it('keeps the path as logged: escapes, spaces, quotes, none of a version', () => {
    const paths = ['/a%20b', '/a b', '/a\\"b', '/a\\x22b', '/é', '/a HTTP/x'];
    const requests = paths.map((path) => ({ request: `GET ${path} HTTP/1.1` }));
    const { decoder } = decode([...requests, { request: 'GET /old' }]);
    expect(keys(decoder)).toEqual([...paths, '/old']);
  });

  it('finds the time behind a user name with brackets and quotes', () => {
    expect(decode([{ user: 'a [b] "c"' }]).requests).toHaveLength(1);
  });

  it('holds the time at a step back of up to an hour, as servers write when a response is complete', () => {
    const { requests } = decode([
      { time: '17/May/2015:10:05:03 +0000' },
      { time: '17/May/2015:10:05:09 +0000' },
      { time: '17/May/2015:09:05:09 +0000' },
      { time: '17/May/2015:10:05:10 +0000' },
    ]);
    expect(requests.map(({ timeMs }) => timeMs)).toEqual([0, 6000, 6000, 7000]);
  });

  it('is refused at a longer step back', () => {
    const times = ['17/May/2015:10:05:09 +0000', '17/May/2015:09:05:08 +0000'];
    expect(() => decode(times.map((time) => ({ time })))).toThrow(
      'line 2: time is 3601 s before an earlier line: expected at most 3600 s',
    );
  });

  it.each<[string, string, string]>([
    [
      'no time',
      'Hello\u0000 world',
      '"Hello\\x00 world": expected a time like [17/May/2015:10:05:03 +0000]',
    ],
    ['an impossible time', line({ time: '30/Feb/2015:10:05:03 +0000' }), 'expected a time like'],
    ['an open quote', line().replace(' HTTP/1.1"', ''), 'expected a quoted request'],
    ['no status', line({ outcome: 'OK 5' }), 'expected a status of three digits'],
    ['no size', line({ outcome: '200 many' }), 'expected bytes sent, or -, behind the status'],
    [
      'a negative size',
      line({ outcome: '200 -1' }),
      'expected bytes sent, or -, behind the status',
    ],
    [
      'an endless line',
      'x'.repeat(70_000),
      'longer than 65536 bytes: expected at most 65536 bytes a line',
    ],
  ])('is refused at a line with %s, naming it', (_, bad, message) => {
    const decoder = new AccessLogDecoder();
    const decodeBad = () => decodeAll(decoder, [utf8(`${line()}\n\n${bad}\n`)]);
    expect(decodeBad).toThrow(/^line 3: /);
    expect(() => decodeAll(new AccessLogDecoder(), [utf8(`${line()}\n\n${bad}\n`)])).toThrow(
      message,
    );
  });

  it('is read without its bad lines when lenient', () => {
    const { decoder, requests } = decode([{ outcome: 'OK' }, {}, { time: 'yesterday' }], {
      lenient: true,
    });
    expect(requests).toHaveLength(1);
    expect(decoder.skipped).toEqual({ time: 0, size: 0, shape: 2 });
  });

  it('gives the same requests whatever the chunks it comes in', () => {
    const entry = fc.record({
      time: fc.nat(59).map((s) => `17/May/2015:10:05:${String(s).padStart(2, '0')} +0000`),
      request: fc.constantFrom('GET /a HTTP/1.1', 'GET /é?b HTTP/2.0', 'POST /a HTTP/1.1', '-'),
      outcome: fc.constantFrom('200 5', '200 70 "-" "x"', '200 -', '404 3'),
    });
    const ends = fc.constantFrom('\n', '\r\n');
    const places = fc.array(fc.nat(2000), { maxLength: 60 });
    fc.assert(
      fc.property(
        fc.array(entry, { maxLength: 20 }),
        ends,
        places,
        fc.boolean(),
        (entries, end, at, last) => {
          const bytes = utf8(entries.map(line).join(end) + (last ? end : ''));
          const whole = decodeAll(new AccessLogDecoder(), [bytes], 1000);
          const kept = entries.filter(
            (e) => e.request.startsWith('GET') && /^200 \d/.test(e.outcome),
          );
          expect(whole).toHaveLength(kept.length);
          expect(decodeAll(new AccessLogDecoder(), cut(bytes, at), 3)).toEqual(whole);
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });
});

describe('the time of an access log', () => {
  const MONTHS = [
    'Jan',
    'Feb',
    'Mar',
    'Apr',
    'May',
    'Jun',
    'Jul',
    'Aug',
    'Sep',
    'Oct',
    'Nov',
    'Dec',
  ];
  const two = (value: number) => String(value).padStart(2, '0');

  // Authority: the platform's own calendar.
  it('is the second the calendar says, in every year, month and zone', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4e9 }),
        fc.integer({ min: -720, max: 840 }),
        (utc, zone) => {
          const local = new Date((utc + zone * 60) * 1000);
          const day = `${two(local.getUTCDate())}/${MONTHS[local.getUTCMonth()]}/${local.getUTCFullYear()}`;
          const clock = local.toISOString().slice(11, 19);
          const [hours, minutes] = [Math.floor(Math.abs(zone) / 60), Math.abs(zone) % 60];
          const text = `${day}:${clock} ${zone < 0 ? '-' : '+'}${two(hours)}${two(minutes)}`;
          expect(logTime(utf8(text), 0)).toBe(utc);
        },
      ),
      { seed: 1, numRuns: 500 },
    );
  });

  it.each([
    '29/Feb/2015:00:00:00 +0000',
    '29/Feb/1900:00:00:00 +0000',
    '00/Jan/2015:00:00:00 +0000',
    '31/Apr/2015:00:00:00 +0000',
    '01/Foo/2015:00:00:00 +0000',
    '01/Jan/2015:24:00:00 +0000',
    '01/Jan/2015:00:60:00 +0000',
    '01/Jan/2015:00:00:61 +0000',
    '01/Jan/2015:00:00:00 +2400',
    '01/Jan/2015:00:00:00  0000',
    '01-Jan-2015:00:00:00 +0000',
  ])('is none when it cannot be: %s', (text) => {
    expect(logTime(utf8(text), 0)).toBeNaN();
  });

  it('has leap days and leap seconds', () => {
    expect(logTime(utf8('29/Feb/2000:00:00:00 +0000'), 0)).toBe(Date.UTC(2000, 1, 29) / 1000);
    expect(logTime(utf8('30/Jun/2015:23:59:60 +0000'), 0)).toBe(Date.UTC(2015, 6, 1) / 1000);
  });
});
