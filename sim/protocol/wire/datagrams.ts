/** Sockets that send single packets over the simulated network, as `node:dgram` has them. Source: RFC 768 */
import { EventEmitter } from 'node:events';
import type { Address } from './socket.ts';

/** How packets get from one address to another. */
export interface DatagramWay {
  /**
   * Sends a packet on its way; where it is lost, nothing happens.
   *
   * @param bytes all of it, with the headers of IP and UDP.
   */
  carry(bytes: number, arrived: () => void): void;
}

/** Who knows the ways. */
export interface Routing {
  /** @returns undefined: no way leads there, and packets are lost as they are in the real network. */
  way(from: Address, to: Address): DatagramWay | undefined;
  /** A packet has arrived. @param number of the way in its run, by first use. */
  handed(number: number, payload: Uint8Array): void;
}

/** IPv4 and UDP. RFC 791 §3.1, RFC 768 */
export const DATAGRAM_HEADER_BYTES = 28;

interface Route {
  readonly number: number;
  readonly way: DatagramWay | undefined;
}

const keyOf = ({ address, port }: Address): string => `${address}:${port}`;

export class Datagrams {
  readonly #routing: Routing;
  readonly #sockets = new Map<string, DatagramSocket>();
  /** By both addresses. */
  readonly #routes = new Map<string, Route>();

  constructor(routing: Routing) {
    this.#routing = routing;
  }

  /** @throws Error where somebody listens already. */
  bind(local: Address): DatagramSocket {
    const key = keyOf(local);
    if (this.#sockets.has(key)) {
      throw Object.assign(new Error(`bind EADDRINUSE ${key}`), { code: 'EADDRINUSE' });
    }
    const socket = new DatagramSocket(local, {
      send: (payload, to) => this.#send(payload, local, to),
      close: () => this.#sockets.delete(key),
    });
    this.#sockets.set(key, socket);
    return socket;
  }

  #send(payload: Buffer, from: Address, to: Address): void {
    const { number, way } = this.#route(from, to);
    way?.carry(payload.length + DATAGRAM_HEADER_BYTES, () => {
      this.#routing.handed(number, payload);
      this.#sockets.get(keyOf(to))?.receive(payload, from);
    });
  }

  #route(from: Address, to: Address): Route {
    const key = `${keyOf(from)} ${keyOf(to)}`;
    let route = this.#routes.get(key);
    if (route === undefined) {
      route = { number: this.#routes.size, way: this.#routing.way(from, to) };
      this.#routes.set(key, route);
    }
    return route;
  }
}

interface Wire {
  send(payload: Buffer, to: Address): void;
  close(): void;
}

/** What libraries use of a `dgram.Socket` that is bound: 'message' with the payload and where it comes from. */
export class DatagramSocket extends EventEmitter {
  readonly #local: Address;
  readonly #wire: Wire;
  #isOpen = true;

  constructor(local: Address, wire: Wire) {
    super();
    this.#local = local;
    this.#wire = wire;
  }

  send(payload: Buffer, port: number, address: string, sent?: (error: null) => void): void {
    if (this.#isOpen) this.#wire.send(payload, { address, port });
    if (sent !== undefined) process.nextTick(sent, null);
  }

  receive(payload: Buffer, { address, port }: Address): void {
    this.emit('message', payload, { address, port, family: 'IPv4', size: payload.length });
  }

  address(): { address: string; port: number; family: string } {
    return { ...this.#local, family: 'IPv4' };
  }

  /** Nothing is sent or received any more. */
  close(): this {
    if (!this.#isOpen) return this;
    this.#isOpen = false;
    this.#wire.close();
    process.nextTick(() => this.emit('close'));
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}
