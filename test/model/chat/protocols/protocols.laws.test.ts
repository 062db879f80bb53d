import { describe, expect, it } from 'vitest';
import { chatProtocols } from '../../../../sim/model/chat/protocols/index.ts';
import {
  type ChatProtocol,
  type Hop,
  promiseOfBoth,
} from '../../../../sim/model/chat/protocols/protocol.ts';
import { choose } from '../../../../sim/part/choice.ts';

const made = (name: string, given: object = {}): ChatProtocol => {
  const part = chatProtocols.find(name)!;
  return choose(part, part.params.parse(given)).make(undefined);
};

/** IP and TCP headers, and a record of TLS. */
const LEAST_BYTES = 40;

describe.each(chatProtocols.parts)('chat protocol $name', ({ name }) => {
  const protocol = made(name);
  const hops: readonly (readonly [string, Hop])[] = [
    ['up', protocol.up],
    ['down', protocol.down],
  ];

  it.each(hops)('adds something to each message %s, and more to a longer one', (_, hop) => {
    let last = 0;
    for (const payload of [0, 1, 100, 125, 126, 1400, 16_384, 65_536, 1e6]) {
      const bytes = hop.messageBytes(payload);
      expect(bytes).toBeGreaterThanOrEqual(payload + LEAST_BYTES);
      expect(bytes).toBeGreaterThan(last);
      last = bytes;
    }
  });

  it.each(hops)(
    'has followers %s that its receiver ends, and hands on after some of them',
    (_, hop) => {
      if (hop.followers.length > 0) expect(hop.followers.at(-1)!.by).toBe('receiver');
      for (const { bytes } of hop.followers) expect(bytes).toBeGreaterThanOrEqual(LEAST_BYTES);
      expect(hop.handsOnAfter).toBeLessThanOrEqual(hop.followers.length);
      expect(hop.messagesPerFollowers).toBeGreaterThanOrEqual(1);
    },
  );

  it('opens in whole round trips, one of TCP at least, and again in no more', () => {
    const { opening, reopening, closing } = protocol;
    expect(Number.isInteger(opening.roundTrips) && opening.roundTrips >= 1).toBe(true);
    expect(reopening.roundTrips).toBeLessThanOrEqual(opening.roundTrips);
    for (const { upBytes, downBytes } of [opening, reopening, closing]) {
      expect(Math.min(upBytes, downBytes)).toBeGreaterThan(0);
    }
  });

  it('promises what its weaker direction keeps', () => {
    expect(protocol.promise).toBe(promiseOfBoth(protocol.up, protocol.down));
  });

  it('keeps a connection alive with something', () => {
    const { upBytes, downBytes } = protocol.heartbeat;
    expect(upBytes + downBytes).toBeGreaterThanOrEqual(LEAST_BYTES);
  });

  it('costs less without encryption', () => {
    const open = made(name, { tls: false });
    expect(open.up.messageBytes(100)).toBe(protocol.up.messageBytes(100) - 22);
    expect(open.opening.roundTrips).toBe(protocol.opening.roundTrips - 1);
  });
});

describe('what protocols promise', () => {
  // MQTT 3.1.1 §4.3; XEP-0198 §5; RFC 6455 has no confirmation; WHATWG HTML §9.2.4 tells what came last,
  // but a POST that has no answer is sent again.
  it.each([
    ['mqtt', { qos: 0 }, 'at-most-once'],
    ['mqtt', { qos: 1 }, 'at-least-once'],
    ['mqtt', { qos: 2 }, 'exactly-once'],
    ['websocket', { acks: false }, 'at-most-once'],
    ['websocket', {}, 'at-least-once'],
    ['xmpp', { 'stream-management': false }, 'at-most-once'],
    ['xmpp', {}, 'exactly-once'],
    ['sse', {}, 'at-least-once'],
    ['long-polling', {}, 'at-least-once'],
  ])('%s %j: %s', (name, given, promise) => {
    expect(made(name, given).promise).toBe(promise);
  });
});

describe('a text of 100 bytes', () => {
  // Frames by hand (see test/model/wire), 22 bytes of TLS and 40 of TCP and IP around each.
  it.each([
    ['mqtt', { qos: 0 }, 190, 0],
    ['mqtt', { qos: 1 }, 193, 66],
    ['mqtt', { qos: 2 }, 193, 198],
    ['websocket', {}, 168, 96],
    ['xmpp', {}, 100 + 129 + 62, 88 + 97],
    ['sse', {}, 428 + 62, 362],
    ['long-polling', { http: 'http-2' }, 132 + 62, 85],
  ])('goes up with %s %j in %i bytes, and %i follow', (name, given, bytes, following) => {
    const { up } = made(name, given);
    expect(up.messageBytes(100)).toBe(bytes);
    expect(up.followers.reduce((sum, one) => sum + one.bytes, 0)).toBe(following);
  });

  it('comes down with SSE and WebSocket in less than with an answer to a poll', () => {
    const down = (name: string) => made(name).down.messageBytes(100);
    expect(down('websocket')).toBe(102 + 62);
    expect(down('sse')).toBe(125 + 62);
    expect(down('long-polling')).toBe(400 + 62);
  });
});

describe('a connection', () => {
  // TCP 1 and TLS 1.3 1, then what each protocol says: CONNECT; GET and 101; SASL, bind and enable; GET; a poll, which waits.
  it.each([
    ['mqtt', 3],
    ['websocket', 3],
    ['xmpp', 8],
    ['sse', 3],
    ['long-polling', 2],
  ])('of %s opens in %i round trips', (name, roundTrips) => {
    expect(made(name).opening.roundTrips).toBe(roundTrips);
  });
});
