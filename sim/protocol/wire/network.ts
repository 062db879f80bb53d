/** Hosts that listen and dial over the simulated network. */

import type { Lane } from '../../model/node/peer.ts';
import type { World } from '../../model/node/world.ts';
import type { Kernel } from '../virtual/kernel.ts';
import { CourseBook, type Courses, type End } from './courses.ts';
import { type Address, VirtualSocket } from './socket.ts';
import type { Veil } from './veil.ts';
import { Way } from './way.ts';
import type { WireHash } from './wire-hash.ts';

export type Accept = (socket: VirtualSocket) => void;

/** Who sees what passes. */
export interface Watching {
  /** A node has brought payload to whoever dialled it. */
  answered(from: number, to: number, bytes: number): void;
  readonly hash: WireHash;
}

export interface Dialling {
  readonly from: End;
  /** The node that is called, and where it listens. */
  readonly to: number;
  readonly port: number;
  /** Chance of a device's access network. */
  readonly lane?: Lane;
  /** Round trips between TCP's handshake and the first byte, such as those of TLS. */
  readonly extraRoundTrips?: number;
  readonly veil?: Veil;
  /** Told of all that either end writes, and counts it. */
  wrote?(bytes: Buffer, isUp: boolean): void;
}

/** Bytes of a packet without payload: IP, TCP and its options. */
const SYN_BYTES = 60;
/** RFC 6298 §2.1, §5.5; RFC 9293 §3.8.3: at least 3 minutes for SYN. */
const FIRST_TIMEOUT_MS = 1000;
const GIVES_UP_MS = 180_000;
const FIRST_PORT = 32_768;
const PORTS = 28_232;

/** An address of documentation and tests: 10.0.0.0/8, RFC 1918 §3. */
function hostOf(node: number, device: number): string {
  if (device < 0) return `10.255.${node >> 8}.${node & 255}`;
  return `10.${node & 127}.${(device >> 8) & 255}.${device & 255}`;
}

export class VirtualNetwork {
  readonly #kernel: Kernel;
  readonly #world: World;
  readonly #courses: CourseBook;
  /** By node and port. */
  readonly #listening = new Map<string, Accept>();
  /** Sockets at each node, for crashes. */
  readonly #atNode = new Map<number, Set<VirtualSocket>>();
  readonly #watching: Watching;
  #nextPort = 0;
  /** Connections that were set up. */
  connections = 0;

  constructor(kernel: Kernel, world: World, watching: Watching) {
    this.#kernel = kernel;
    this.#world = world;
    this.#watching = watching;
    this.#courses = new CourseBook(world);
  }

  listen(node: number, port: number, accept: Accept): void {
    this.#listening.set(`${node}:${port}`, accept);
  }

  dial(dialling: Dialling): VirtualSocket {
    const { from, to, port, lane, veil, wrote } = dialling;
    const local = { address: hostOf(from.node, from.device), port: this.#port() };
    const remote = { address: hostOf(to, -1), port };
    const socket = new VirtualSocket(this.#kernel, { allowHalfOpen: false, local, remote });
    const between = this.#courses.between(from, to, lane);
    const courses =
      veil === undefined
        ? between
        : { there: veil.over(between.there), back: veil.over(between.back) };
    if (wrote !== undefined) socket.wrote = (bytes) => wrote(bytes, true);
    this.#knock(socket, dialling, courses, this.#kernel.nowMs, FIRST_TIMEOUT_MS);
    return socket;
  }

  /** All connections of a node break: its process is gone. */
  crash(node: number): void {
    const all = this.#atNode.get(node);
    this.#atNode.delete(node);
    for (const socket of all ?? []) socket.destroy();
  }

  /** Sends the first packet, again after a while when it or its answer is lost. */
  #knock(
    socket: VirtualSocket,
    dialling: Dialling,
    courses: Courses,
    sinceMs: number,
    timeoutMs: number,
  ): void {
    if (socket.destroyed) return;
    const thereMs = courses.there.passMs(SYN_BYTES, 1);
    if (thereMs === Number.POSITIVE_INFINITY) {
      if (this.#kernel.nowMs - sinceMs > GIVES_UP_MS) socket.refuse('ETIMEDOUT');
      else {
        const again = () => this.#knock(socket, dialling, courses, sinceMs, 2 * timeoutMs);
        this.#kernel.after(timeoutMs, again);
      }
      return;
    }
    this.#kernel.after(thereMs, () => this.#answer(socket, dialling, courses));
  }

  /** The first packet is at the node. */
  #answer(socket: VirtualSocket, dialling: Dialling, courses: Courses): void {
    const { to, port, extraRoundTrips = 0 } = dialling;
    const backMs = courses.back.passMs(SYN_BYTES, 1);
    const takesMs = backMs === Number.POSITIVE_INFINITY ? FIRST_TIMEOUT_MS : backMs;
    const accept = this.#listening.get(`${to}:${port}`);
    const isUp = this.#world.exchange.up[to] === 1;
    if (accept === undefined || !isUp) {
      this.#kernel.after(takesMs, () => socket.refuse('ECONNREFUSED'));
      return;
    }
    this.#kernel.after(takesMs, () =>
      this.#trip(extraRoundTrips, courses, () => {
        this.#establish(socket, dialling, courses, accept);
      }),
    );
  }

  #trip(left: number, courses: Courses, done: () => void): void {
    if (left === 0) {
      done();
      return;
    }
    const thereMs = courses.there.passMs(SYN_BYTES, 1);
    const backMs = courses.back.passMs(SYN_BYTES, 1);
    const bothMs = thereMs + backMs;
    const takesMs = bothMs < Number.POSITIVE_INFINITY ? bothMs : FIRST_TIMEOUT_MS;
    this.#kernel.after(takesMs, () => this.#trip(left - 1, courses, done));
  }

  /** The device knows of the connection; the node will with the first packet that comes now. */
  #establish(
    socket: VirtualSocket,
    { to, from, wrote }: Dialling,
    courses: Courses,
    accept: Accept,
  ): void {
    if (socket.destroyed) return;
    this.connections += 1;
    const peer = new VirtualSocket(this.#kernel, {
      allowHalfOpen: true,
      local: { address: socket.remoteAddress, port: socket.remotePort },
      remote: { address: socket.localAddress, port: socket.localPort },
    });
    const { hash, answered } = this.#watching;
    const number = this.connections;
    const up = new Way(this.#kernel, courses.there, courses.back, peer, (bytes) =>
      hash.add(2 * number, this.#kernel.nowMs, bytes),
    );
    const down = new Way(this.#kernel, courses.back, courses.there, socket, (bytes) => {
      hash.add(2 * number + 1, this.#kernel.nowMs, bytes);
      if (wrote === undefined) answered(from.node, to, bytes.length);
    });
    this.#keep(to, peer);
    if (from.device < 0) this.#keep(from.node, socket);
    if (wrote !== undefined) peer.wrote = (bytes) => wrote(bytes, false);
    accept(peer);
    peer.connected(down, () => this.#leave(to, peer, up, () => socket.reset(), courses.back));
    socket.connected(up, () =>
      this.#leave(from.node, socket, down, () => peer.reset(), courses.there),
    );
  }

  /** A socket is gone; the other end hears of it. */
  #leave(
    node: number,
    socket: VirtualSocket,
    incoming: Way,
    tell: () => void,
    course: Courses['there'],
  ): void {
    this.#atNode.get(node)?.delete(socket);
    incoming.break();
    if (socket.writableFinished && socket.readableEnded) return;
    const takesMs = course.passMs(SYN_BYTES, 1);
    if (takesMs < Number.POSITIVE_INFINITY) this.#kernel.after(takesMs, tell);
  }

  #keep(node: number, socket: VirtualSocket): void {
    let all = this.#atNode.get(node);
    if (all === undefined) {
      all = new Set();
      this.#atNode.set(node, all);
    }
    all.add(socket);
  }

  #port(): number {
    this.#nextPort = (this.#nextPort + 1) % PORTS;
    return FIRST_PORT + this.#nextPort;
  }
}

export type { Address };
