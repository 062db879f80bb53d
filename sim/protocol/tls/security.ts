/** Real TLS between real libraries, over sockets of the simulated network. */
import { constants } from 'node:crypto';
import tls from 'node:tls';
import type { Address, VirtualSocket } from '../wire/socket.ts';
import { DOMAIN, makeCertificates } from './certificates.ts';

export type TlsVersion = 'tls-1.2' | 'tls-1.3';

const VERSIONS = { 'tls-1.2': 'TLSv1.2', 'tls-1.3': 'TLSv1.3' } as const;
/** Where a server that takes plain connections at a port takes secure ones: https, xmpps-client (XEP-0368), secure-mqtt. */
const SECURE_PORTS: Readonly<Record<number, number>> = {
  80: 443,
  8080: 8443,
  5222: 5223,
  1883: 8883,
};

/** What who connects to a port, and who takes connections there, agree on; nothing at others. RFC 7301, RFC 9113 §3.2 */
const PROTOCOLS: Readonly<Record<number, string>> = { 8080: 'h2' };

export const securePort = (port: number): number => SECURE_PORTS[port] ?? port;
/**
 * What both ends know: the same for all versions of OpenSSL, of which later ones would send a kilobyte of ML-KEM beside it, so that
 * lengths are those of the model (docs/tls.md). Source: RFC 8446 §9.1; suites of 1.2: RFC 9325 §4.2.
 */
const KNOWN = {
  ecdhCurve: 'X25519',
  ciphers: [
    'TLS_AES_128_GCM_SHA256',
    'TLS_CHACHA20_POLY1305_SHA256',
    'TLS_AES_256_GCM_SHA384',
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES128-GCM-SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
  ].join(':'),
  sigalgs: 'ecdsa_secp256r1_sha256:rsa_pss_rsae_sha256:rsa_pkcs1_sha256',
};
/** A server waits so long for a handshake, ms: `handshakeTimeout` of `node:tls`. */
const PATIENCE_MS = 120_000;
/** Digits of a node's number in its name: names of all nodes are as long. */
const NAME_DIGITS = 4;

export const secureNameOf = (node: number): string =>
  `node-${String(node).padStart(NAME_DIGITS, '0')}.${DOMAIN}`;

/** Told of each line that a client writes into its key log, so that captures can be read. @param caller where it has dialled from. */
export type KeyLog = (line: string, caller: Address) => void;

/** Told of what an end says before it is encrypted. */
export type Saying = (bytes: Uint8Array, isUp: boolean) => void;

/** As `node:tls` wants it: each name after its length. RFC 7301 §3.1 */
function spokenAt(port: number): { ALPNProtocols?: Buffer } {
  const name = PROTOCOLS[port];
  if (name === undefined) return {};
  return { ALPNProtocols: Buffer.from([name.length, ...Buffer.from(name)]) };
}

export class Security {
  readonly #server: tls.SecureContext;
  readonly #contexts = new Map<TlsVersion, tls.SecureContext>();
  readonly #root: string;
  /** Undefined: nobody wants the keys of connections that are dialled from now on. */
  keyLog: KeyLog | undefined;
  /** By the caller's address: who is told of what both ends say. */
  readonly sayings = new Map<string, Saying>();

  constructor() {
    const { chain, key, root } = makeCertificates();
    // Tickets would hold numbers whose lengths differ from run to run.
    const secureOptions = constants.SSL_OP_NO_TICKET;
    this.#server = tls.createSecureContext({ ...KNOWN, key, cert: chain, secureOptions });
    this.#root = root;
  }

  /** A socket that was dialled, as one that is encrypted; it may be written to at once. @param port where it would be plain. */
  secure(socket: VirtualSocket, node: number, version: TlsVersion, port: number): tls.TLSSocket {
    const secured = tls.connect({
      socket,
      ...spokenAt(port),
      servername: secureNameOf(node),
      secureContext: this.#contextOf(version),
    });
    const { keyLog } = this;
    if (keyLog !== undefined) {
      const caller = { address: socket.localAddress, port: socket.localPort };
      secured.on('keylog', (line: Buffer) => keyLog(line.toString('latin1'), caller));
    }
    return secured;
  }

  /**
   * A socket that came.
   *
   * @param port where plain ones come.
   * @param accept told when both ends have agreed; who breaks off before that is nobody's error.
   */
  accept(carrier: VirtualSocket, port: number, accept: (secured: tls.TLSSocket) => void): void {
    const secureContext = this.#server;
    const options = { isServer: true, secureContext, ...spokenAt(port) };
    const secured = new tls.TLSSocket(carrier, options);
    const ignore = () => {};
    const late = setTimeout(() => carrier.destroy(), PATIENCE_MS);
    secured.on('error', ignore);
    secured.once('close', () => clearTimeout(late));
    secured.once('secure', () => {
      clearTimeout(late);
      // As `tls.Server` does: sessions of HTTP/2 wait for it.
      Object.assign(secured, { secureConnecting: false });
      accept(secured);
      secured.off('error', ignore);
    });
  }

  #contextOf(version: TlsVersion): tls.SecureContext {
    let context = this.#contexts.get(version);
    if (context === undefined) {
      const named = VERSIONS[version];
      const only = { minVersion: named, maxVersion: named };
      context = tls.createSecureContext({ ...KNOWN, ...only, ca: this.#root });
      this.#contexts.set(version, context);
    }
    return context;
  }
}
