/** Real TLS between real libraries, over sockets of the simulated network. */
import { constants } from 'node:crypto';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import type { VirtualNetwork } from '../wire/network.ts';
import type { VirtualSocket } from '../wire/socket.ts';
import { DOMAIN, makeCertificates } from './certificates.ts';

type Accept = (socket: Duplex) => void;
export type TlsVersion = 'tls-1.2' | 'tls-1.3';

const VERSIONS = { 'tls-1.2': 'TLSv1.2', 'tls-1.3': 'TLSv1.3' } as const;
/** Where a server that takes plain connections at a port takes secure ones. */
const SECURE_PORTS: Readonly<Record<number, number>> = { 80: 443, 8080: 8443 };

/** What who connects to a port, and who takes connections there, agree on; nothing at others. RFC 7301, RFC 9113 §3.2 */
const PROTOCOLS: Readonly<Record<number, string[]>> = { 8080: ['h2'] };

export const securePort = (port: number): number => SECURE_PORTS[port] ?? port;
/** One for all versions of OpenSSL, of which later ones would send a kilobyte of ML-KEM beside it. RFC 8446 §4.2.7 */
const GROUP = 'X25519';
/** Node would set a timer for 0; who is silent is found by others. */
const NO_TIMEOUT = -1;

const spokenAt = (port: number): { ALPNProtocols?: string[] } => {
  const protocols = PROTOCOLS[port];
  return protocols === undefined ? {} : { ALPNProtocols: protocols };
};

export class Security {
  readonly #server: tls.SecureContextOptions;
  readonly #contexts = new Map<TlsVersion, tls.SecureContext>();
  readonly #root: string;
  /** What clients write into a key log, so that captures can be read. */
  keys = '';

  constructor() {
    const { chain, key, root } = makeCertificates();
    // Tickets would hold numbers whose lengths differ from run to run.
    const secureOptions = constants.SSL_OP_NO_TICKET;
    this.#server = { key, cert: chain, secureOptions, ecdhCurve: GROUP };
    this.#root = root;
  }

  /** A node takes secure connections beside those at a port. */
  listen(network: VirtualNetwork, node: number, port: number, accept: Accept): void {
    network.listen(node, securePort(port), this.listener(accept, port));
  }

  /**
   * @param port where it would take plain ones.
   * @returns what takes connections, and hands them on when they are secure.
   */
  listener(accept: Accept, port = 0): (socket: VirtualSocket) => void {
    const options = { ...this.#server, handshakeTimeout: NO_TIMEOUT };
    const server = tls.createServer({ ...options, ...spokenAt(port) }, accept);
    // Who breaks off in the middle of a handshake is nobody's error.
    server.on('tlsClientError', () => {});
    return (socket) => void server.emit('connection', socket);
  }

  /** @param host as the agent has it: `node-3`. @param port whose secure one the socket is connected to. */
  secure(socket: VirtualSocket, host: string, version: TlsVersion, port = 0): tls.TLSSocket {
    const secured = tls.connect({
      socket,
      ...spokenAt(port),
      servername: `${host}.${DOMAIN}`,
      secureContext: this.#contextOf(version),
    });
    secured.on('keylog', (line: Buffer) => {
      this.keys += line.toString('latin1');
    });
    return secured;
  }

  #contextOf(version: TlsVersion): tls.SecureContext {
    let context = this.#contexts.get(version);
    if (context === undefined) {
      const named = VERSIONS[version];
      context = tls.createSecureContext({
        ca: this.#root,
        minVersion: named,
        maxVersion: named,
        ecdhCurve: GROUP,
      });
      this.#contexts.set(version, context);
    }
    return context;
  }
}
