/** Secure RTP: counter mode of AES and a tag of 80 bits. Source: RFC 3711, AES_CM_128_HMAC_SHA1_80 (RFC 4568 §6.2.1) */
import { createCipheriv, createHmac, timingSafeEqual } from 'node:crypto';

export const MASTER_KEY_BYTES = 16;
export const MASTER_SALT_BYTES = 14;
export const TAG_BYTES = 10;
/** RFC 3711 §3.4: whether it is encrypted, and the number of the report. */
export const INDEX_BYTES = 4;
const AUTHENTICATION_KEY_BYTES = 20;
const BLOCK_BYTES = 16;
/** RFC 3711 §4.3.1 */
const LABEL_ENCRYPTION = 0;
const LABEL_AUTHENTICATION = 1;
const LABEL_SALT = 2;
/** Of reports they are as many further on. RFC 3711 §4.3.2 */
const LABEL_REPORTS = 3;
/** Where the label stands in a salt: 48 bits from its end. */
const LABEL_AT = 7;
/** RFC 3550 §5.1 */
const SEQUENCE_AT = 2;
const SSRC_AT = 8;
const SEQUENCES = 0x10000;
const HALF = SEQUENCES / 2;

export interface SessionKeys {
  readonly encryption: Buffer;
  readonly authentication: Buffer;
  readonly salt: Buffer;
}

/** RFC 3711 §4.3.1, §4.3.3: key streams under the master key; keys are never derived anew. */
export function deriveKeys(
  masterKey: Uint8Array,
  masterSalt: Uint8Array,
  ofReports = false,
): SessionKeys {
  const first = ofReports ? LABEL_REPORTS : 0;
  const derive = (label: number, bytes: number) => {
    const block = Buffer.alloc(BLOCK_BYTES);
    block.set(masterSalt);
    block[LABEL_AT]! ^= label;
    return keyStream(masterKey, block, bytes);
  };
  return {
    encryption: derive(first + LABEL_ENCRYPTION, MASTER_KEY_BYTES),
    authentication: derive(first + LABEL_AUTHENTICATION, AUTHENTICATION_KEY_BYTES),
    salt: derive(first + LABEL_SALT, MASTER_SALT_BYTES),
  };
}

/** The bytes of counter mode that plain ones are combined with. RFC 3711 §4.1.1 */
export function keyStream(key: Uint8Array, counter: Uint8Array, bytes: number): Buffer {
  return createCipheriv('aes-128-ctr', key, counter).update(Buffer.alloc(bytes));
}

/** One direction of a session, at one of its ends. */
export class SrtpContext {
  readonly #keys: SessionKeys;
  /** Times that sequence numbers have begun anew; the highest of this time. RFC 3711 §3.3.1 */
  #rollovers = 0;
  #highest = -1;

  constructor(masterKey: Uint8Array, masterSalt: Uint8Array) {
    this.#keys = deriveKeys(masterKey, masterSalt);
  }

  /** @param packet of RTP, whose header ends at a byte. @returns what is sent. */
  protect(packet: Buffer, headerBytes: number): Buffer {
    const sequence = packet.readUInt16BE(SEQUENCE_AT);
    if (this.#highest >= 0 && sequence < this.#highest) this.#rollovers += 1;
    this.#highest = sequence;
    const body = this.#crypt(packet, headerBytes, packet.length, this.#rollovers);
    return Buffer.concat([body, this.#tagOf(body, this.#rollovers)]);
  }

  /** @returns the packet of RTP; undefined for one that is not of this session. */
  unprotect(sent: Buffer, headerBytes: number): Buffer | undefined {
    if (sent.length < headerBytes + TAG_BYTES) return undefined;
    const end = sent.length - TAG_BYTES;
    const body = sent.subarray(0, end);
    const sequence = sent.readUInt16BE(SEQUENCE_AT);
    const rollovers = this.#guess(sequence);
    if (!timingSafeEqual(this.#tagOf(body, rollovers), sent.subarray(end))) return undefined;
    const isNewer = rollovers === this.#rollovers && sequence > this.#highest;
    if (rollovers > this.#rollovers || isNewer) {
      this.#rollovers = rollovers;
      this.#highest = sequence;
    }
    return this.#crypt(body, headerBytes, end, rollovers);
  }

  /** RFC 3711 §3.3.1, appendix A: packets from just before and after a new beginning come in any order. */
  #guess(sequence: number): number {
    if (this.#highest < 0) return 0;
    if (this.#highest < HALF) {
      return sequence - this.#highest > HALF ? Math.max(0, this.#rollovers - 1) : this.#rollovers;
    }
    return this.#highest - HALF > sequence ? this.#rollovers + 1 : this.#rollovers;
  }

  #crypt(packet: Buffer, headerBytes: number, end: number, rollovers: number): Buffer {
    const { encryption, salt } = this.#keys;
    const counter = Buffer.alloc(BLOCK_BYTES);
    counter.set(salt);
    for (let at = 0; at < 4; at += 1) {
      counter[4 + at]! ^= packet[SSRC_AT + at]!;
      counter[8 + at]! ^= (rollovers >>> (8 * (3 - at))) & 0xff;
    }
    counter[12]! ^= packet[SEQUENCE_AT]!;
    counter[13]! ^= packet[SEQUENCE_AT + 1]!;
    const cipher = createCipheriv('aes-128-ctr', encryption, counter);
    const payload = cipher.update(packet.subarray(headerBytes, end));
    return Buffer.concat([packet.subarray(0, headerBytes), payload]);
  }

  /** RFC 3711 §4.2: over the packet and how often its numbers have begun anew. */
  #tagOf(body: Buffer, rollovers: number): Buffer {
    const counted = Buffer.alloc(4);
    counted.writeUInt32BE(rollovers);
    const hmac = createHmac('sha1', this.#keys.authentication).update(body).update(counted);
    return hmac.digest().subarray(0, TAG_BYTES);
  }
}

/** Of a report: what says whose it is stays readable. RFC 3711 §3.4 */
const REPORT_HEADER_BYTES = 8;
const REPORT_SSRC_AT = 4;
const ENCRYPTED = 0x8000_0000;

/** Reports of one direction of a session, at one of its ends. Source: RFC 3711 §3.4 */
export class SrtcpContext {
  readonly #keys: SessionKeys;
  #sent = 0;
  /** Number of the last one that came: what is older, or the same, is a replay. RFC 3711 §3.3.2 */
  #last = 0;

  constructor(masterKey: Uint8Array, masterSalt: Uint8Array) {
    this.#keys = deriveKeys(masterKey, masterSalt, true);
  }

  /** @param packet of RTCP, perhaps a compound one. @returns what is sent. */
  protect(packet: Buffer): Buffer {
    this.#sent += 1;
    const index = Buffer.alloc(INDEX_BYTES);
    index.writeUInt32BE((ENCRYPTED | this.#sent) >>> 0);
    const body = Buffer.concat([this.#crypt(packet, this.#sent), index]);
    return Buffer.concat([body, this.#tagOf(body)]);
  }

  /** @returns the packet of RTCP; undefined for one that is not of this session, or was there before. */
  unprotect(sent: Buffer): Buffer | undefined {
    const end = sent.length - TAG_BYTES;
    if (end < REPORT_HEADER_BYTES + INDEX_BYTES) return undefined;
    const body = sent.subarray(0, end);
    if (!timingSafeEqual(this.#tagOf(body), sent.subarray(end))) return undefined;
    const index = (sent.readUInt32BE(end - INDEX_BYTES) & ~ENCRYPTED) >>> 0;
    if (index <= this.#last) return undefined;
    this.#last = index;
    return this.#crypt(body.subarray(0, end - INDEX_BYTES), index);
  }

  #crypt(packet: Buffer, index: number): Buffer {
    const { encryption, salt } = this.#keys;
    const counter = Buffer.alloc(BLOCK_BYTES);
    counter.set(salt);
    for (let at = 0; at < 4; at += 1) {
      counter[4 + at]! ^= packet[REPORT_SSRC_AT + at]!;
      counter[10 + at]! ^= (index >>> (8 * (3 - at))) & 0xff;
    }
    const cipher = createCipheriv('aes-128-ctr', encryption, counter);
    const rest = cipher.update(packet.subarray(REPORT_HEADER_BYTES));
    return Buffer.concat([packet.subarray(0, REPORT_HEADER_BYTES), rest]);
  }

  #tagOf(body: Buffer): Buffer {
    return createHmac('sha1', this.#keys.authentication)
      .update(body)
      .digest()
      .subarray(0, TAG_BYTES);
  }
}
