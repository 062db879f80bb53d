/** Sockets of UDP on the simulated network, with what libraries expect of `node:dgram`. Source: RFC 768 */
import dgram from 'node:dgram';
import { EventEmitter } from 'node:events';
import type { Clients } from '../../model/node/clients.ts';
import type { Lane } from '../../model/node/peer.ts';
import type { World } from '../../model/node/world.ts';
import type { Kernel } from '../virtual/kernel.ts';
import type { CourseBook, End } from './courses.ts';
import { MediumCourses } from './medium-courses.ts';
import type { WireHash } from './wire-hash.ts';

/** IPv4 and UDP. RFC 791, RFC 768 */
const HEADER_BYTES = 28;

export interface UdpWatch {
  /** A datagram leaves. @param bytes with headers. */
  sent(from: number, to: number, bytes: number): void;
  /** Nobody will get it. */
  lost(payload: Buffer): void;
}

export interface UdpEnd {
  readonly end: End;
  readonly address: string;
  readonly port: number;
  /** Chance of a device's access network. */
  readonly lane?: Lane;
  readonly watch?: UdpWatch;
}

/** One socket. It is a `dgram.Socket` for those who look, and has nothing of the real one. */
export class UdpSocket extends EventEmitter {
  readonly type = 'udp4';
  readonly at: UdpEnd;
  readonly #network: UdpNetwork;

  constructor(network: UdpNetwork, at: UdpEnd) {
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
    this.#network.send(this, Buffer.from(bytes.subarray(offset, offset + length)), address, port);
    if (done !== undefined) process.nextTick(done, null, length);
  }

  address(): { address: string; family: string; port: number } {
    return { address: this.at.address, family: 'IPv4', port: this.at.port };
  }

  bind(): this {
    return this;
  }

  close(done?: () => void): this {
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
Object.setPrototypeOf(UdpSocket.prototype, dgram.Socket.prototype);

export class UdpNetwork {
  readonly #kernel: Kernel;
  readonly #world: World;
  readonly #courses: CourseBook;
  readonly #media = new MediumCourses();
  readonly #hash: WireHash | undefined;
  readonly #sockets = new Map<string, UdpSocket>();

  constructor(kernel: Kernel, world: World, courses: CourseBook, hash?: WireHash) {
    this.#kernel = kernel;
    this.#world = world;
    this.#courses = courses;
    this.#hash = hash;
  }

  open(at: UdpEnd): UdpSocket {
    const socket = new UdpSocket(this, at);
    this.#sockets.set(`${at.address}:${at.port}`, socket);
    return socket;
  }

  /** Not heard of again when it is lost, or nobody is there: that is what UDP promises. */
  send(from: UdpSocket, bytes: Buffer, address: string, port: number): void {
    const to = this.#sockets.get(`${address}:${port}`);
    const isUp = from.at.end.device >= 0;
    const watch = isUp ? from.at.watch : to?.at.watch;
    const onWire = bytes.length + HEADER_BYTES;
    const isThere = to !== undefined && this.#world.exchange.up[from.at.end.node] === 1;
    if (!isThere) {
      watch?.lost(bytes);
      return;
    }
    watch?.sent(from.at.end.node, to.at.end.node, onWire);
    const arrived = () => {
      if (this.#world.exchange.up[to.at.end.node] === 0) {
        watch?.lost(bytes);
        return;
      }
      this.#hash?.add(port, this.#kernel.nowMs, bytes);
      to.emit('message', bytes, { ...from.address(), size: bytes.length });
    };
    this.#bring(from, to, onWire, arrived, () => watch?.lost(bytes));
  }

  #bring(
    from: UdpSocket,
    to: UdpSocket,
    bytes: number,
    arrived: () => void,
    lost: () => void,
  ): void {
    const isUp = from.at.end.device >= 0;
    const { end, lane } = (isUp ? from : to).at;
    const clients = this.#world.nodes[end.node] as Clients;
    const other = (isUp ? to : from).at.end.node;
    if (clients.medium !== undefined) {
      const backbone = this.#courses.between({ node: end.node, device: -1 }, other, undefined);
      this.#media.carry(this.#kernel, clients, end.device, isUp, bytes, backbone, arrived, lost);
      return;
    }
    const { there, back } = this.#courses.between(end, other, lane);
    const takesMs = (isUp ? there : back).passMs(bytes, 1);
    if (takesMs < Number.POSITIVE_INFINITY) this.#kernel.after(takesMs, arrived);
    else lost();
  }
}
