/** What TLS 1.3 adds: a frame around each record, and its handshake. */
import { type Exchange, inSegments, inTurn, TCP_OPENING } from './tcp.ts';

/** Header 5, content type 1, tag of AES-GCM or ChaCha20-Poly1305 16. Source: RFC 8446 §5.2. */
export const RECORD_OVERHEAD_BYTES = 22;
/** Most bytes in one record. Source: RFC 8446 §5.1. */
export const RECORD_BYTES = 16_384;

/** Records of the handshake in the trace of RFC 8448 §3, whose Certificate message has 445 bytes. */
const CLIENT_HELLO_BYTES = 201;
const SERVER_HELLO_BYTES = 95;
const SERVER_FLIGHT_BYTES = 679;
const CLIENT_FINISHED_BYTES = 58;
const TRACE_CERTIFICATE_BYTES = 445;
/** A leaf and one intermediate with RSA keys of 2048 bits (assumption). */
export const CERTIFICATES_BYTES = 3000;

/** Bytes of application data in records, 0 or more. */
export function sealed(bytes: number): number {
  return bytes + RECORD_OVERHEAD_BYTES * Math.ceil(bytes / RECORD_BYTES);
}

/** A full handshake after that of TCP. Source: RFC 8446 §2 (one round trip), sizes RFC 8448 §3. */
export const TLS_HANDSHAKE: Exchange = {
  roundTrips: 1,
  upBytes: inSegments(CLIENT_HELLO_BYTES) + inSegments(CLIENT_FINISHED_BYTES),
  downBytes: inSegments(
    SERVER_HELLO_BYTES + SERVER_FLIGHT_BYTES - TRACE_CERTIFICATE_BYTES + CERTIFICATES_BYTES,
  ),
};

/** Below a protocol of messages: TCP, and TLS 1.3 where it is encrypted. */
export interface Carriage {
  readonly opening: Exchange;
  /** Bytes on the wire of so many that the protocol sends at once. */
  wire(bytes: number): number;
}

const PLAIN: Carriage = { opening: TCP_OPENING, wire: inSegments };
const ENCRYPTED: Carriage = {
  opening: inTurn(TCP_OPENING, TLS_HANDSHAKE),
  wire: (bytes) => inSegments(sealed(bytes)),
};

export const carriageOf = (isEncrypted: boolean): Carriage => (isEncrypted ? ENCRYPTED : PLAIN);
