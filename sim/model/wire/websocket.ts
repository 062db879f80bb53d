/** Sizes of WebSocket's frames and of its handshake. Source: RFC 6455, RFC 7692. */
import type { Exchange } from './tcp.ts';
import type { Carriage } from './tls.ts';

/** Who receives from a browser or an app wants frames masked. Source: RFC 6455 §5.3. */
const MASK_BYTES = 4;

/** Header of a frame: flags, opcode, and a length in 7, 16 or 64 bits. Source: RFC 6455 §5.2. */
function headerBytes(payload: number): number {
  if (payload < 126) return 2;
  return payload < 65_536 ? 4 : 10;
}

/** One message in one frame. @param isMasked what a client sends is, what a server sends is not. */
export const frameBytes = (payload: number, isMasked: boolean): number =>
  headerBytes(payload) + (isMasked ? MASK_BYTES : 0) + payload;

/**
 * What permessage-deflate leaves of a payload. A message is never shorter than its end, one byte. Source: RFC 7692 §7.2.1.
 *
 * @param ratio 0 to 1; 1: it is not compressed.
 */
export const deflatedBytes = (payload: number, ratio: number): number =>
  ratio === 1 ? payload : Math.max(1, Math.ceil(payload * ratio));

/** Ping and pong, without a payload. Source: RFC 6455 §5.5.2. */
export const pingBytes = (isMasked: boolean): number => frameBytes(0, isMasked);
/** Close with a code. Source: RFC 6455 §5.5.1. */
export const closeBytes = (isMasked: boolean): number => frameBytes(2, isMasked);

const lines = (...texts: string[]) => `${texts.join('\r\n')}\r\n\r\n`;

/** The handshake of RFC 6455 §1.3, with the extension where it is used (RFC 7692 §5.1). */
export const UPGRADE_REQUEST = lines(
  'GET /chat HTTP/1.1',
  'Host: server.example.com',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Origin: http://example.com',
  'Sec-WebSocket-Protocol: chat, superchat',
  'Sec-WebSocket-Version: 13',
);
export const UPGRADE_RESPONSE = lines(
  'HTTP/1.1 101 Switching Protocols',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
  'Sec-WebSocket-Protocol: chat',
);
const EXTENSION_BYTES = 'Sec-WebSocket-Extensions: permessage-deflate\r\n'.length;

/** One round trip after TCP and TLS. Source: RFC 6455 §4. */
export function upgrade(carriage: Carriage, isDeflated: boolean): Exchange {
  const extension = isDeflated ? EXTENSION_BYTES : 0;
  return {
    roundTrips: 1,
    upBytes: carriage.wire(UPGRADE_REQUEST.length + extension),
    downBytes: carriage.wire(UPGRADE_RESPONSE.length + extension),
  };
}
