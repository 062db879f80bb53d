import { describe, expect, it } from 'vitest';
import { Counting } from '../../sim/live/counting.ts';
import { HeadTap, type SeenHead } from '../../sim/live/head-tap.ts';
import type { EdgeMeters } from '../../sim/protocol/meters.ts';

const ANSWERS = [
  'HTTP/1.1 100 Continue\r\n\r\n',
  'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: 1\r\n\r\n\r\n\r\n!',
  'HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n',
  // Extensions, trailers, and a body that looks like its end. RFC 9112 §7.1.1, §7.1.2
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, Chunked\r\n\r\nA;a="b"\r\n0\r\n\r\n0\r\n\r\n\r\n00\r\nX-B: 2\r\n\r\n',
  'HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n',
].join('');

describe('a tap', () => {
  it('sees the same heads however the bytes are cut', () => {
    for (const size of [1, 2, 3, 7, 50, 1000]) {
      const seen: SeenHead[] = [];
      const tap = new HeadTap((head) => seen.push(head));
      const bytes = Buffer.from(ANSWERS, 'latin1');
      for (let at = 0; at < bytes.length; at += size) tap.pass(bytes.subarray(at, at + size));
      // RFC 9110 §15.2: an interim answer is none; RFC 9112 §6.3: 304 has no body.
      const facts = seen.map(({ status, bodyBytes }) => [status, bodyBytes]);
      expect(facts, `${size}`).toEqual([
        [200, 5],
        [304, 0],
        [200, 19],
        [200, 10],
        [404, 0],
      ]);
      expect(seen[0]!.headers.get('x-a')).toBe('1');
    }
  });

  it('sees what is asked for', () => {
    const paths: string[] = [];
    const tap = new HeadTap(({ path }) => paths.push(path));
    tap.pass(Buffer.from('GET /0/1 HTTP/1.1\r\nHost: a\r\n\r\nGET /0/2 HTTP/1.1\r\n\r\n'));
    expect(paths).toEqual(['/0/1', '/0/2']);
  });
});

/** A cache of which only what passes is known. */
function watched() {
  const counts = { hit: 0, stale: 0, miss: 0, collapsed: 0, revalidated: 0, filled: 0 };
  const clock = { nowMs: 0 };
  /** What was counted, and for when, ms. */
  const times: (string | number | undefined)[][] = [];
  const meters: EdgeMeters = {
    asked: (found, atMs) => {
      counts[found] += 1;
      times.push([found, atMs]);
    },
    gave: (_bytes, found, atMs) => times.push([`bytes of a ${found}`, atMs]),
    collapsed: () => {
      counts.collapsed += 1;
    },
    revalidated: () => {
      counts.revalidated += 1;
    },
    filled: () => {
      counts.filled += 1;
    },
    evicted: () => {},
  };
  const finding = ({ size }: ReadonlyMap<string, string>) =>
    size > 0 ? ('hit' as const) : undefined;
  const counting = new Counting(meters, finding, () => clock.nowMs);
  const ask = Buffer.from('GET /0/1 HTTP/1.1\r\n\r\n');
  const answer = (status: number) =>
    Buffer.from(`HTTP/1.1 ${status} A\r\nContent-Length: 0\r\n\r\n`);
  const device = () => {
    const taps = counting.front();
    return {
      asks: () => taps.outgoing!(ask),
      gets: () => taps.incoming!(answer(200)),
      getsNoWord: () => taps.incoming!(Buffer.from('HTTP/1.1 204 A\r\n\r\n')),
      breaks: () => taps.closed!(),
    };
  };
  const behind = counting.behind(() => {});
  return {
    counts,
    clock,
    times,
    finish: () => counting.finish(),
    device,
    fetches: () => behind.incoming!(ask),
    fetched: (status: number) => behind.outgoing!(answer(status)),
    breaks: () => behind.closed!(),
  };
}

describe('counting from outside', () => {
  it('takes an answer without a question to the parent for a hit', () => {
    const { counts, device } = watched();
    const one = device();
    one.asks();
    one.gets();
    expect(counts).toMatchObject({ hit: 1, miss: 0 });
  });

  it('tells who fetched from who waited for it', () => {
    const { counts, device, fetches, fetched } = watched();
    const [one, other, late] = [device(), device(), device()];
    one.asks();
    fetches();
    other.asks();
    fetched(200);
    one.gets();
    other.gets();
    late.asks();
    late.gets();
    expect(counts).toMatchObject({ hit: 1, miss: 2, collapsed: 1, filled: 1 });
  });

  it('sees a copy that was asked about again', () => {
    const { counts, device, fetches, fetched } = watched();
    const one = device();
    one.asks();
    fetches();
    fetched(304);
    one.gets();
    expect(counts).toMatchObject({ hit: 0, miss: 1, revalidated: 1, filled: 0 });
  });

  it('waits for no fetch whose connection has broken', () => {
    const { counts, device, fetches, breaks } = watched();
    const [one, late] = [device(), device()];
    one.asks();
    fetches();
    breaks();
    one.gets();
    late.asks();
    late.gets();
    expect(counts).toMatchObject({ hit: 1, miss: 1, collapsed: 0 });
  });

  it('counts a request, and its bytes, for when it came, whenever it is answered', () => {
    const { clock, times, device, fetches, fetched } = watched();
    const [one, other] = [device(), device()];
    clock.nowMs = 990;
    one.asks();
    fetches();
    clock.nowMs = 1020;
    other.asks();
    clock.nowMs = 1090;
    fetched(200);
    one.gets();
    other.gets();
    expect(times).toEqual([
      ['miss', 990],
      ['bytes of a miss', 990],
      ['miss', 1020],
      ['bytes of a miss', 1020],
    ]);
  });

  it('counts what is not answered at the end, or when its connection breaks, once and as a miss', () => {
    const { clock, times, device, finish } = watched();
    const [one, other] = [device(), device()];
    clock.nowMs = 5;
    one.asks();
    clock.nowMs = 8;
    other.asks();
    clock.nowMs = 10;
    one.breaks();
    finish();
    other.breaks();
    finish();
    expect(times).toEqual([
      ['miss', 5],
      ['miss', 8],
    ]);
  });

  it('counts nothing of servers that say nothing of themselves', () => {
    const { times, device, finish } = watched();
    const one = device();
    one.asks();
    one.getsNoWord();
    one.asks();
    finish();
    expect(times).toEqual([]);
  });
});
