import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { answerBytes, pieceBytes, requestBytes } from '../../../sim/model/wire/http-messages.ts';
import { commentBytes, eventBytes, eventOf } from '../../../sim/model/wire/sse.ts';
import { inSegments, TCP_OPENING } from '../../../sim/model/wire/tcp.ts';
import { carriageOf, sealed, TLS_HANDSHAKE } from '../../../sim/model/wire/tls.ts';
import {
  closeBytes,
  deflatedBytes,
  frameBytes,
  pingBytes,
  UPGRADE_REQUEST,
  UPGRADE_RESPONSE,
} from '../../../sim/model/wire/websocket.ts';
import {
  answerAck,
  login,
  messageOf,
  REQUEST_ACK,
  stanzaBytes,
} from '../../../sim/model/wire/xmpp.ts';

describe('a frame of WebSocket', () => {
  // RFC 6455 §5.7: "Hello" in 7 bytes, masked in 11; 256 bytes after 4, 65 536 after 10; a ping "Hello" 7, masked 11.
  it.each([
    [5, false, 7],
    [5, true, 11],
    [256, false, 260],
    [65_536, false, 65_546],
    // §5.2: 7 bits say up to 125, 16 up to 65 535.
    [125, false, 127],
    [126, false, 130],
    [65_535, true, 65_543],
    [0, true, 6],
  ])('of %i bytes, masked %s, has %i', (payload, isMasked, bytes) => {
    expect(frameBytes(payload, isMasked)).toBe(bytes);
  });

  it('is 2 bytes for a ping, and 6 with its mask; 2 more for a close with its code', () => {
    expect([pingBytes(false), pingBytes(true)]).toEqual([2, 6]);
    expect([closeBytes(false), closeBytes(true)]).toEqual([4, 8]);
  });

  it('is compressed to no less than what ends an empty message', () => {
    // RFC 7692 §7.2.3.1: "Hello" becomes 7 bytes; §7.2.3.6: an empty message is one byte.
    const hello = deflateRawSync('Hello', { finishFlush: constants.Z_SYNC_FLUSH });
    expect(hello.length - 4).toBe(7);
    expect(inflateRawSync(hello, { finishFlush: constants.Z_SYNC_FLUSH }).toString()).toBe('Hello');
    expect(deflatedBytes(0, 0.4)).toBe(1);
    expect(deflatedBytes(100, 0.4)).toBe(40);
    expect(deflatedBytes(100, 1)).toBe(100);
  });

  it('follows a handshake of one GET and one 101', () => {
    expect(UPGRADE_REQUEST.split('\r\n')).toHaveLength(10);
    expect(UPGRADE_RESPONSE.startsWith('HTTP/1.1 101 ')).toBe(true);
    expect(UPGRADE_RESPONSE.endsWith('\r\n\r\n')).toBe(true);
  });
});

describe('a record of TLS 1.3', () => {
  // RFC 8448 §3: application data of 50 octets is a complete record of 72.
  it('adds 22 bytes, each 16 384 bytes anew', () => {
    expect(sealed(50)).toBe(72);
    expect(sealed(0)).toBe(0);
    expect(sealed(16_384)).toBe(16_406);
    expect(sealed(16_385)).toBe(16_429);
  });

  it('lies in segments of 1460 bytes with headers of 40', () => {
    expect(inSegments(1460)).toBe(1500);
    expect(inSegments(1461)).toBe(1541);
    expect(carriageOf(true).wire(4)).toBe(4 + 22 + 40);
    expect(carriageOf(false).wire(4)).toBe(4 + 40);
  });

  it('comes after one round trip of TCP and one of its own', () => {
    // RFC 9293 §3.5, RFC 8446 §2.
    expect(TCP_OPENING.roundTrips).toBe(1);
    expect(TLS_HANDSHAKE.roundTrips).toBe(1);
    expect(carriageOf(true).opening.roundTrips).toBe(2);
    // RFC 8446 §4, message by message: docs/tls.md.
    expect(TLS_HANDSHAKE.upBytes).toBe(217 + 40 + 6 + 58);
    expect(TLS_HANDSHAKE.downBytes).toBe(127 + 6 + 28 + 3022 + 286 + 58 + 3 * 40 + 2 * 79);
  });
});

describe('XMPP', () => {
  it('asks how much has come in 26 bytes, and is told in 32 and more', () => {
    // XEP-0198 §4: <r xmlns='urn:xmpp:sm:3'/> and <a xmlns='urn:xmpp:sm:3' h='1'/>.
    expect(REQUEST_ACK).toBe("<r xmlns='urn:xmpp:sm:3'/>");
    expect(REQUEST_ACK).toHaveLength(26);
    expect(answerAck(1)).toBe("<a xmlns='urn:xmpp:sm:3' h='1'/>");
    expect(answerAck(1)).toHaveLength(32);
  });

  it('wraps a text into a message of RFC 6121', () => {
    const text = 'Art thou not Romeo, and a Montague?';
    expect(stanzaBytes(text.length)).toBe(messageOf(text).length);
    expect(messageOf(text)).toMatch(/^<message [^>]+><body>Art .*<\/body><\/message>$/);
  });

  it('resumes a session in a round trip less than it begins one', () => {
    // RFC 6120 §9.1: stream, SCRAM in two, stream, bind; XEP-0198: enable, or resume instead of both.
    const carriage = carriageOf(true);
    expect(login(carriage, 'bind', 'scram-sha-1').roundTrips).toBe(5);
    expect(login(carriage, 'bind-and-enable', 'scram-sha-1').roundTrips).toBe(6);
    expect(login(carriage, 'resume', 'scram-sha-1').roundTrips).toBe(5);
  });
});

describe('messages over HTTP', () => {
  it('are events of their lines, ended by an empty one', () => {
    // WHATWG HTML §9.2.6: fields, and an empty line that dispatches the event.
    expect(eventOf(7, 'one\ntwo')).toBe('id: 7\ndata: one\ndata: two\n\n');
    const text = eventOf(123_456, 'x'.repeat(100));
    // RFC 9112 §7.1: the size in hexadecimal digits, and two line ends; RFC 9113 §4.1: a header of 9.
    expect(text).toHaveLength(11 + 107 + 1);
    expect(eventBytes('http-1.1', 100)).toBe('77'.length + 2 + 119 + 2);
    expect(eventBytes('http-2', 100)).toBe(9 + 119);
    expect(commentBytes('http-1.1')).toBe(1 + 2 + 3 + 2);
    expect(pieceBytes('http-1.1', 16)).toBe(2 + 2 + 16 + 2);
  });

  it('pay for their heads once each with HTTP/1.1, and hardly with HTTP/2', () => {
    // 3GPP's 328 bytes of a request, as everywhere in this model.
    expect(requestBytes('http-1.1', 100)).toBe(428);
    expect(requestBytes('http-2', 100)).toBeLessThan(150);
    expect(answerBytes('http-2', 0)).toBeLessThan(answerBytes('http-1.1', 0));
  });
});
