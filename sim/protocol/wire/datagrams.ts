/** Sockets of UDP on the simulated network, with what libraries expect of `node:dgram`. Source: RFC 768 */
import dgram from 'node:dgram';
import { EventEmitter } from 'node:events';
import type { World } from '../../model/node/world.ts';
import type { Kernel } from '../virtual/kernel.ts';
import { Addresses } from './addresses.ts';
import type { End } from './courses.ts';
import type { Address } from './socket.ts';
import type { Datagram, Tap } from './tap.ts';
import type { WireHash } from './wire-hash.ts';

/** IPv4 and UDP. RFC 791 §3.1, RFC 768 */
export const DATAGRAM_HEADER_BYTES = 28;
/** Keeps datagrams apart from connections in the hash. */
const HASHED_FROM = 1 << 20;

/** A packet on its way: told once what has become of it. */
export interface Parcel {
  readonly from: DatagramEnd;
  readonly to: DatagramEnd;
  /** With headers. */
  readonly bytes: number;
  arrived(): void;
  lost(): void;
}

export interface DatagramEnd {
  readonly end: End;
  readonly address: Address;
  /** Brings what this socket sends to where it goes. */
  carry(parcel: Parcel): void;
  /** It leaves this socket. @param bytes with headers. */
  sent?(from: number, to: number, bytes: number, payload: Buffer): void;
  /** Whether the library that listens is to have it; default: it is. */
  heeds?(payload: Buffer): boolean;
  /** Nobody will get it: its way loses it, its host is gone, or nobody listens there. */
  lost?(payload: Buffer): void;
}

const keyOf = (address: string, port: number): string => `${address}:${port}`;

export class Datagrams {
  readonly #kernel: Kernel;
  readonly #world: World;
  readonly #hash: WireHash | undefined;
  readonly addresses: Addresses;
  readonly #sockets = new Map<string, DatagramSocket>();
  /** By both ends' addresses: whether the first of them has spoken first. */
  readonly #firsts = new Map<string, boolean>();
  /** Who listens to the wire; it changes nothing. */
  tap: Tap | undefined;

  constructor(kernel: Kernel, world: World, hash?: WireHash) {
    this.#kernel = kernel;
    this.#world = world;
    this.#hash = hash;
    this.addresses = new Addresses(world);
  }

  /** @throws Error where somebody listens already. */
  open(at: DatagramEnd): DatagramSocket {
    const key = keyOf(at.address.address, at.address.port);
    if (this.#sockets.has(key)) {
      throw Object.assign(new Error(`bind EADDRINUSE ${key}`), { code: 'EADDRINUSE' });
    }
    const socket = new DatagramSocket(this, at);
    this.#sockets.set(key, socket);
    return socket;
  }

  close({ address, port }: Address): void {
    this.#sockets.delete(keyOf(address, port));
  }

  /** Not heard of again when it is lost, or nobody is there: that is what UDP promises. */
  send({ at: from }: DatagramSocket, payload: Buffer, address: string, port: number): void {
    const { up } = this.#world.exchange;
    const to = this.#sockets.get(keyOf(address, port));
    if (to === undefined || up[from.end.node] === 0) {
      from.lost?.(payload);
      return;
    }
    const bytes = payload.length + DATAGRAM_HEADER_BYTES;
    from.sent?.(from.end.node, to.at.end.node, bytes, payload);
    const seen = this.tap && this.#note(this.tap, from, to.at, payload);
    const lost = () => {
      if (seen !== undefined) seen.takesMs = Number.POSITIVE_INFINITY;
      from.lost?.(payload);
    };
    const arrived = () => {
      if (up[to.at.end.node] === 0) {
        lost();
        return;
      }
      if (seen !== undefined) seen.takesMs = this.#kernel.nowMs - seen.sentMs;
      this.#hash?.add(HASHED_FROM + port, this.#kernel.nowMs, payload);
      to.receive(payload, from.address);
    };
    from.carry({ from, to: to.at, bytes, arrived, lost });
  }

  #note(tap: Tap, from: DatagramEnd, to: DatagramEnd, bytes: Buffer): Datagram {
    const [one, other] = [from, to].map(({ address }) => keyOf(address.address, address.port));
    const isUp = this.#firsts.get(`${one} ${other}`) ?? !this.#firsts.has(`${other} ${one}`);
    this.#firsts.set(`${one} ${other}`, isUp);
    const partyOf = ({ end, address }: DatagramEnd) => ({ ...end, address });
    const ends = { from: partyOf(from), to: partyOf(to), isUp };
    const datagram = { ...ends, sentMs: this.#kernel.nowMs, takesMs: Number.NaN, bytes };
    tap.datagram(datagram);
    return datagram;
  }
}

/** One socket. It is a `dgram.Socket` for those who look, and has nothing of the real one. */
export class DatagramSocket extends EventEmitter {
  readonly type = 'udp4';
  readonly at: DatagramEnd;
  readonly #network: Datagrams;
  #isOpen = true;

  constructor(network: Datagrams, at: DatagramEnd) {
    super();
    this.#network = network;
    this.at = at;
  }

  send(
    bytes: Buffer,
    offset: number,
    length: number,
    port: number,
    address: string,
    done?: (error: Error | null, bytes: number) => void,
  ): void {
    const payload = Buffer.from(bytes.subarray(offset, offset + length));
    if (this.#isOpen) this.#network.send(this, payload, address, port);
    if (done !== undefined) process.nextTick(done, null, length);
  }

  receive(payload: Buffer, { address, port }: Address): void {
    if (!this.#isOpen || this.at.heeds?.(payload) === false) return;
    this.emit('message', payload, { address, port, family: 'IPv4', size: payload.length });
  }

  address(): { address: string; family: string; port: number } {
    return { ...this.at.address, family: 'IPv4' };
  }

  bind(): this {
    return this;
  }

  /** Nothing is sent or received any more. */
  close(done?: () => void): this {
    if (this.#isOpen) this.#network.close(this.at.address);
    this.#isOpen = false;
    if (done !== undefined) process.nextTick(done);
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}
Object.setPrototypeOf(DatagramSocket.prototype, dgram.Socket.prototype);
