/** What TLS 1.3 adds: a frame around each record, and its handshake. */
import { type Exchange, inSegments, inTurn, TCP_OPENING } from './tcp.ts';

/** Header 5, content type 1, tag of AES-GCM or ChaCha20-Poly1305 16. Source: RFC 8446 §5.2. */
export const RECORD_OVERHEAD_BYTES = 22;
/** Most bytes in one record. Source: RFC 8446 §5.1. */
export const RECORD_BYTES = 16_384;

/** What RFC 8446 lays around messages and parts of them: a record in clear text (§5.1), a message (§4), an extension (§4.2). */
const CLEAR_RECORD_BYTES = 5;
const MESSAGE_BYTES = 4;
const EXTENSION_BYTES = 4;
/** Of versions before, which middleboxes want to see: a number of a session, a change of cipher. Source: RFC 8446 §D.4. */
const LEGACY_SESSION_BYTES = 32;
export const CHANGE_CIPHER_BYTES = CLEAR_RECORD_BYTES + 1;
/** Of a server's name (assumption), a key of X25519, a signature by RSA with 2048 bits, a hash of SHA-256. */
export const SERVER_NAME_BYTES = 23;
const KEY_BYTES = 32;
const SIGNATURE_BYTES = 256;
const HASH_BYTES = 32;
/** A leaf and one intermediate with RSA keys of 2048 bits (assumption). */
export const CERTIFICATES_BYTES = 3000;

const sum = (...bytes: readonly number[]): number => bytes.reduce((all, one) => all + one, 0);
const extensions = (...bytes: readonly number[]): number =>
  2 + sum(...bytes.map((one) => EXTENSION_BYTES + one));
/** Version, random, number of the session. */
const HELLO_BYTES = 2 + 32 + 1 + LEGACY_SESSION_BYTES;

/**
 * §4.1.2, with the three suites, three signatures and one group of §9.1, and what OpenSSL says to servers of TLS 1.2: an empty
 * suite (RFC 5746 §3.3), formats of points, tickets, encrypt-then-MAC, extended secrets. Each part in docs/tls.md.
 */
export const CLIENT_HELLO_BYTES = sum(
  CLEAR_RECORD_BYTES + MESSAGE_BYTES + HELLO_BYTES,
  2 + 4 * 2,
  2,
  extensions(5 + SERVER_NAME_BYTES, 4, 2 + 2, 0, 0, 0, 2 + 3 * 2, 1 + 2, 1 + 1, 6 + KEY_BYTES),
);
/** §4.1.3: suite, no compression, version and key. */
const SERVER_HELLO_BYTES = sum(
  CLEAR_RECORD_BYTES + MESSAGE_BYTES + HELLO_BYTES,
  2 + 1,
  extensions(2, 4 + KEY_BYTES),
);
const FINISHED_BYTES = MESSAGE_BYTES + HASH_BYTES + RECORD_OVERHEAD_BYTES;
/** Hello, change of cipher, and in a record each: no extensions (§4.3.1), certificates (§4.4.2), signature (§4.4.3), finished. */
export const SERVER_FLIGHT_BYTES = sum(
  SERVER_HELLO_BYTES + CHANGE_CIPHER_BYTES,
  MESSAGE_BYTES + 2 + RECORD_OVERHEAD_BYTES,
  CERTIFICATES_BYTES + RECORD_OVERHEAD_BYTES,
  MESSAGE_BYTES + 2 + 2 + SIGNATURE_BYTES + RECORD_OVERHEAD_BYTES,
  FINISHED_BYTES,
);
export const CLIENT_FINISHED_BYTES = CHANGE_CIPHER_BYTES + FINISHED_BYTES;
/** §4.6.1: two (OpenSSL, SSL_CTX_set_num_tickets), each with a nonce of 8 and the number of a session of 32. */
export const TICKETS_BYTES =
  2 * (MESSAGE_BYTES + 4 + 4 + (1 + 8) + (2 + LEGACY_SESSION_BYTES) + 2 + RECORD_OVERHEAD_BYTES);

/** Bytes of application data in records, 0 or more. */
export function sealed(bytes: number): number {
  return bytes + RECORD_OVERHEAD_BYTES * Math.ceil(bytes / RECORD_BYTES);
}

/**
 * A full handshake after that of TCP. What ends it leaves with what the protocol says first: the device's half in the segment
 * of its first request, the tickets in that of its answer. Source: RFC 8446 §2 (one round trip, figure 1).
 */
export const TLS_HANDSHAKE: Exchange = {
  roundTrips: 1,
  upBytes: inSegments(CLIENT_HELLO_BYTES) + CLIENT_FINISHED_BYTES,
  downBytes: inSegments(SERVER_FLIGHT_BYTES) + TICKETS_BYTES,
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
