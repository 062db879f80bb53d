/**
 * Certificates for one run: an authority, one below it and a server, with keys of RSA that are made when the run begins
 * and are kept nowhere. Contents never repeat, lengths do: a modulus of 2048 bits and a signature by it always have
 * 256 bytes. Source: RFC 5280.
 */
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { CERTIFICATES_BYTES } from '../../model/wire/tls.ts';
import * as der from './der.ts';

const RSA_BITS = 2048;
const SHA256_WITH_RSA = '1.2.840.113549.1.1.11';
const COMMON_NAME = '2.5.4.3';
const SUBJECT_KEY = '2.5.29.14';
const KEY_USAGE = '2.5.29.15';
const ALTERNATIVE_NAME = '2.5.29.17';
const BASIC_CONSTRAINTS = '2.5.29.19';
const AUTHORITY_KEY = '2.5.29.35';
const EXTENDED_USAGE = '2.5.29.37';
const SERVER_AUTHENTICATION = '1.3.6.1.5.5.7.3.1';
/** Whatever the time is outside: OpenSSL looks at that clock. */
const FROM = '200101000000Z';
const UNTIL = '491231235959Z';
/** Domain for tests. Source: RFC 6761 §6.2. */
export const DOMAIN = 'twinwing.test';
/** Around each certificate, and once: RFC 8446 §4.4.2. */
const ENTRY_BYTES = 5;
const MESSAGE_BYTES = 8;
/** A label has 63 bytes at most: RFC 1035 §2.3.4. */
const MOST_NAME_BYTES = 60;

interface Holder {
  readonly name: string;
  readonly publicKey: KeyObject;
}

interface Signer extends Holder {
  readonly privateKey: KeyObject;
}

export interface Certificates {
  /** What the server shows, its own first. */
  readonly chain: string;
  readonly key: string;
  /** Whom devices trust. */
  readonly root: string;
  /** Of the message with the chain. */
  readonly messageBytes: number;
}

export function makeCertificates(): Certificates {
  // One key for both authorities: a third one would take time and change no length.
  const authority = generateKeyPairSync('rsa', { modulusLength: RSA_BITS });
  const server = generateKeyPairSync('rsa', { modulusLength: RSA_BITS });
  const root = { name: 'Twinwing root', ...authority };
  const middle = { name: 'Twinwing middle', ...authority };
  const leaf = { name: `*.${DOMAIN}`, publicKey: server.publicKey };
  const rootDer = certificate(root, root, authorityExtensions());
  const middleDer = certificate(middle, root, authorityExtensions());
  const plain = certificate(leaf, middle, serverExtensions(0));
  const sizeOf = (own: Buffer) => MESSAGE_BYTES + 2 * ENTRY_BYTES + own.length + middleDer.length;
  // As long as the model takes such a chain to be.
  const missing = Math.max(0, CERTIFICATES_BYTES - sizeOf(plain));
  let leafDer = certificate(leaf, middle, serverExtensions(missing));
  const over = sizeOf(leafDer) - CERTIFICATES_BYTES;
  leafDer = certificate(leaf, middle, serverExtensions(missing - over));
  return {
    chain: pem(leafDer) + pem(middleDer),
    key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    root: pem(rootDer),
    messageBytes: sizeOf(leafDer),
  };
}

const pem = (bytes: Buffer): string => {
  const lines = bytes.toString('base64').match(/.{1,64}/g)!;
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
};

const nameOf = (name: string): Buffer =>
  der.sequence(der.set(der.sequence(der.objectId(COMMON_NAME), der.utf8(name))));

const keyId = (key: KeyObject): Buffer =>
  createHash('sha1')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest();

/** RFC 5280 §4.1 */
function certificate(of: Holder, by: Signer, extensions: readonly Buffer[]): Buffer {
  const algorithm = der.sequence(der.objectId(SHA256_WITH_RSA), der.nothing());
  const own = extension(SUBJECT_KEY, der.octets(keyId(of.publicKey)));
  const others = extension(AUTHORITY_KEY, der.sequence(der.primitive(0, keyId(by.publicKey))));
  const body = der.sequence(
    der.tagged(0, der.small(2)),
    der.small(1 + (of.name.length % 100)),
    algorithm,
    nameOf(by.name),
    der.sequence(der.utcTime(FROM), der.utcTime(UNTIL)),
    nameOf(of.name),
    of.publicKey.export({ type: 'spki', format: 'der' }),
    der.tagged(3, der.sequence(...extensions, own, others)),
  );
  return der.sequence(body, algorithm, der.bits(sign('sha256', body, by.privateKey)));
}

const extension = (id: string, value: Buffer, isCritical = false): Buffer =>
  der.sequence(der.objectId(id), ...(isCritical ? [der.boolean(true)] : []), der.octets(value));

/** RFC 5280 §4.2.1: may sign certificates. */
const authorityExtensions = (): Buffer[] => [
  extension(BASIC_CONSTRAINTS, der.sequence(der.boolean(true)), true),
  extension(KEY_USAGE, der.bits(Buffer.from([0x04]), 2), true),
];

/** @param moreBytes of other names; 0, or enough for one. */
const serverExtensions = (moreBytes: number): Buffer[] => [
  extension(BASIC_CONSTRAINTS, der.sequence(), true),
  extension(KEY_USAGE, der.bits(Buffer.from([0x80]), 7), true),
  extension(EXTENDED_USAGE, der.sequence(der.objectId(SERVER_AUTHENTICATION))),
  extension(
    ALTERNATIVE_NAME,
    der.sequence(...[`*.${DOMAIN}`, ...otherNames(moreBytes)].map(siteName)),
  ),
];

const siteName = (name: string): Buffer => der.primitive(2, Buffer.from(name));

/** Names of other sites, as certificates of CDNs have them, that take so many bytes. */
function otherNames(bytes: number): string[] {
  const count = Math.ceil(bytes / MOST_NAME_BYTES);
  return Array.from({ length: count }, (_, index) => {
    const size = Math.floor((bytes * (index + 1)) / count) - Math.floor((bytes * index) / count);
    return `${'x'.repeat(size - 2 - 1 - DOMAIN.length)}.${DOMAIN}`;
  });
}
