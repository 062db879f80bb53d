/** Connections that are encrypted where the scenario says so, and else, or where nobody speaks TLS, as they are. */
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import type { Dialling, VirtualNetwork } from '../wire/network.ts';
import type { Address, VirtualSocket } from '../wire/socket.ts';
import { type Saying, type Security, securePort, type TlsVersion } from './security.ts';

/** What libraries take for a `net.Socket`. */
export type Plug = Duplex &
  Pick<VirtualSocket, 'remoteAddress' | 'remotePort' | 'localAddress' | 'localPort'> &
  Pick<VirtualSocket, 'destroySoon' | 'connecting'>;

export interface SealedDialling extends Dialling {
  /** Undefined: it is not encrypted. */
  readonly tls?: TlsVersion | undefined;
  /** Added to the ports of its protocol. */
  readonly offset?: number;
  /** Told of all that both ends say, where it is encrypted. */
  readonly said?: Saying;
}

export interface Sealing {
  readonly network: VirtualNetwork;
  readonly security?: Security | undefined;
}

/** Of TLS where nobody speaks it, as with live servers. Source: RFC 8446 §2, RFC 5246 §7.3 */
const ROUND_TRIPS = { 'tls-1.3': 1, 'tls-1.2': 2 } as const;

const keyOf = ({ address, port }: Address): string => `${address}:${port}`;

/** @returns the connection as its program has it, and what carries it. */
export function dialSealed(
  { network, security }: Sealing,
  { tls, said, offset = 0, ...dialling }: SealedDialling,
): { readonly plug: Plug; readonly carrier: VirtualSocket } {
  const secured = security === undefined ? undefined : tls;
  const port = secured === undefined ? dialling.port : securePort(dialling.port);
  const carrier = network.dial({
    ...dialling,
    port: port + offset,
    isSealed: secured !== undefined,
    extraRoundTrips: secured === undefined && tls !== undefined ? ROUND_TRIPS[tls] : 0,
  });
  if (secured === undefined) return { plug: carrier, carrier };
  const plug = addressed(security!.secure(carrier, dialling.to, secured, dialling.port), carrier);
  // Libraries wait for this, which `node:tls` does not say of a stream that it takes for a connected one.
  carrier.once('connect', () => plug.emit('connect'));
  if (said !== undefined) {
    const key = keyOf({ address: carrier.localAddress, port: carrier.localPort });
    const { sayings } = security!;
    sayings.set(key, said);
    carrier.once('close', () => sayings.delete(key));
    overhear(plug, (bytes) => said(bytes, true));
  }
  return { plug, carrier };
}

/** A node takes plain connections at a port and, where somebody speaks TLS, secure ones at another. */
export function listenSealed(
  { network, security }: Sealing,
  node: number,
  port: number,
  accept: (plug: Plug) => void,
  offset = 0,
): void {
  network.listen(node, port + offset, accept);
  if (security === undefined) return;
  network.listen(node, securePort(port) + offset, (carrier) => {
    security.accept(carrier, port, (secured) => {
      const plug = addressed(secured, carrier);
      const key = keyOf({ address: carrier.remoteAddress, port: carrier.remotePort });
      const said = security.sayings.get(key);
      if (said !== undefined) overhear(plug, (bytes) => said(bytes, false));
      accept(plug);
    });
  });
}

/** Over a stream that is no handle of the system, `node:tls` does not know between whom it is. */
function addressed(secured: TLSSocket, carrier: VirtualSocket): Plug {
  const { remoteAddress, remotePort, localAddress, localPort } = carrier;
  const known = { remoteAddress, remotePort, localAddress, localPort };
  for (const [name, value] of Object.entries(known)) {
    Object.defineProperty(secured, name, { value, configurable: true });
  }
  return secured as unknown as Plug;
}

/** Tells of all that a program writes. */
function overhear(plug: Plug, said: (bytes: Uint8Array) => void): void {
  const write = plug.write.bind(plug) as (...given: unknown[]) => boolean;
  const heard = (chunk: Buffer | string, ...rest: unknown[]) => {
    const [encoding] = rest;
    const isNamed = typeof encoding === 'string';
    said(
      typeof chunk === 'string'
        ? Buffer.from(chunk, isNamed ? (encoding as BufferEncoding) : 'utf8')
        : chunk,
    );
    return write(chunk, ...rest);
  };
  Object.assign(plug, { write: heard });
}
