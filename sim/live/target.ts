/** A server that the user names, which is asked instead of one of ours. */
import { lookup } from 'node:dns/promises';
import net from 'node:net';
import tls from 'node:tls';
import type { Address } from '../protocol/http/client.ts';
import type { Found } from '../protocol/meters.ts';
import { ServerError } from './servers/server-process.ts';

export interface Target extends Address {
  readonly url: string;
  readonly hostname: string;
  readonly port: number;
  readonly isTls: boolean;
  /** Whether it may be on another machine. */
  readonly mayBeRemote: boolean;
}

/** What is wrong with the address that the user gave. */
export class TargetError extends Error {
  override readonly name = 'TargetError';
}

/** A server that takes longer to take a connection has none for us, ms. */
const PATIENCE_MS = 10_000;
const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/**
 * @param allowRemote whether it may be on another machine: load on one that is not ours is for its owner to allow.
 * @throws TargetError when it may not be asked, or cannot be.
 */
export async function targetOf(text: string, allowRemote: boolean): Promise<Target> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined) checkWhole(url);
  const port = url && (Number(url.port) || PORTS[url.protocol]);
  if (url === undefined || port === undefined) {
    throw new TargetError(`${text}: expected a URL such as http://127.0.0.1:8080`);
  }
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  if (!allowRemote) await checkLoopback(text, hostname);
  return {
    url: text,
    hostname,
    port,
    isTls: url.protocol === 'https:',
    mayBeRemote: allowRemote,
    host: url.host,
    prefix: url.pathname.replace(/\/$/, ''),
  };
}

/** @throws TargetError for what requests would not have. */
function checkWhole({ username, password, search, hash, host, protocol, pathname }: URL): void {
  const rest = `${protocol}//${host}${pathname}`;
  // Passwords are not for terminals and logs.
  if (username !== '' || password !== '') {
    throw new TargetError(`${rest}: expected no user and no password in it`);
  }
  if (search === '' && hash === '') return;
  throw new TargetError(`${rest}${search}${hash}: expected ${rest}: a path has nothing behind it`);
}

async function checkLoopback(text: string, hostname: string): Promise<void> {
  const addresses = await lookup(hostname, { all: true }).catch((error: NodeJS.ErrnoException) => {
    throw new TargetError(`${text}: ${error.code}: expected a name that has an address`);
  });
  const remote = addresses.find(({ address }) => !isLoopback(address));
  if (remote === undefined) return;
  throw new TargetError(
    `${text}: ${remote.address} is another machine: expected one of 127.0.0.0/8 or ::1; --allow-remote sends load there, which its owner must agree to`,
  );
}

/** RFC 1122 §3.2.1.3, RFC 4291 §2.5.3, and as IPv6 writes IPv4: RFC 4291 §2.5.5.2 */
const isLoopback = (address: string): boolean =>
  address === '::1' || /^(?:::ffff:)?127\.|^::ffff:7f[0-9a-f]{2}:/i.test(address);

export function dialTarget({ hostname, port, isTls }: Target): net.Socket {
  if (!isTls) return net.connect({ host: hostname, port });
  const servername = net.isIP(hostname) === 0 ? hostname : '';
  return tls.connect({ host: hostname, port, servername, ALPNProtocols: ['http/1.1'] });
}

/**
 * Connects once, so that nobody measures a server that is not there.
 *
 * @throws ServerError when it takes no connection.
 */
export function checkAnswers(target: Target, patienceMs = PATIENCE_MS): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = dialTarget(target);
    const end = (reason?: string) => {
      socket.destroy();
      if (reason === undefined) resolve();
      else reject(new ServerError(`${target.url}: ${reason}: expected a server that answers`));
    };
    socket.setTimeout(patienceMs, () => end(`took no connection in ${patienceMs / 1000} s`));
    socket.once(target.isTls ? 'secureConnect' : 'connect', () => end());
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
  });
}

/** As caches tell it: Cache-Status (RFC 9211), X-Cache (customary), Age (RFC 9111 §5.1); undefined: not at all. */
export function foundByAnyone(headers: ReadonlyMap<string, string>): Found | undefined {
  const status =
    headers.get('cache-status') ?? headers.get('x-cache') ?? headers.get('x-cache-status');
  if (status !== undefined) return /\bhit\b/i.test(status) ? 'hit' : 'miss';
  const age = headers.get('age');
  if (age === undefined) return undefined;
  return Number(age) > 0 ? 'hit' : 'miss';
}
