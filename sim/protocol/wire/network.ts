/** Hosts that listen and dial over the simulated network. */
import { SEGMENT_BYTES } from '../../model/net/transport/slow-start.ts';
import type { Flow } from '../../model/net/transport/transport.ts';
import type { Clients } from '../../model/node/clients.ts';
import type { Lane } from '../../model/node/peer.ts';
import type { World } from '../../model/node/world.ts';
import type { Kernel } from '../virtual/kernel.ts';
import { Addresses } from './addresses.ts';
import { Connection } from './connection.ts';
import { CourseBook, type Courses, type End } from './courses.ts';
import { FIRST_RECEIVE_BYTES, RECEIVE_BYTES } from './intake.ts';
import { MediumConnection } from './medium-connection.ts';
import { MediumCourses } from './medium-courses.ts';
import { SendWindows } from './send-windows.ts';
import { type Address, VirtualSocket } from './socket.ts';
import { ACK, RST, SYN, type Tap } from './tap.ts';
import { FIRST_TIMEOUT_MS, GIVES_UP_SETTING_UP_MS } from './timeouts.ts';
import type { Veil } from './veil.ts';
import { ConnectionFaults } from './wire-faults.ts';
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
  /** Round trips between TCP's handshake and the first byte, of TLS that is not spoken. */
  readonly extraRoundTrips?: number;
  readonly veil?: Veil;
  /** Told of all that either end writes, and counts it. */
  wrote?(bytes: Buffer, isUp: boolean): void;
  /** Whether its bytes mean nothing to others, and differ from run to run: those of TLS. */
  readonly isSealed?: boolean;
  /** How its ends send, and how much it takes in before it is read; default: as hosts have it. */
  readonly flow?: Flow | undefined;
  /** Over the medium that the caller's devices share. */
  readonly air?: Airborne;
}

/** How a connection goes over a medium. */
export interface Airborne {
  /** How long the server waits for the device to take something, ms. */
  readonly patienceMs: number;
  /** Something leaves that nobody has written: packets of the set-up, or what is sent again. @param bytes with headers. */
  beside(isUp: boolean, bytes: number): void;
}

/** A connection that is set up, and between whom. */
export interface Open {
  readonly from: End;
  readonly to: number;
  readonly connection: {
    readonly caller: { readonly socket: VirtualSocket };
    readonly callee: { readonly socket: VirtualSocket };
    reset(): void;
    vanish(): void;
  };
}

/** A connection that is being set up. */
interface Attempt {
  readonly socket: VirtualSocket;
  readonly dialling: Dialling;
  readonly courses: Courses;
  /** In order of the first packets. */
  readonly number: number;
  readonly sinceMs: number;
  /** When the first packet last left, and what it took on its way, ms. */
  sentMs: number;
  firstMs: number;
  /** How often the nodes at its ends had crashed when it came there. */
  crashes: number;
}

/** Bytes of a packet without payload: IP, TCP and its options. */
const SYN_BYTES = 60;
/** Keeps connections over the air apart from others in the hash. */
const HASHED_FROM = 1 << 21;
const FIRST_PORT = 32_768;
const PORTS = 28_232;
const NOTHING = new Uint8Array(0);

export class VirtualNetwork {
  readonly #kernel: Kernel;
  readonly #world: World;
  readonly courses: CourseBook;
  /** By node and port. */
  readonly #listening = new Map<string, Accept>();
  /** Sockets at each node, for crashes. */
  readonly #atNode = new Map<number, Set<VirtualSocket>>();
  readonly #watching: Watching;
  readonly #open = new Map<number, Open>();
  readonly #media = new MediumCourses();
  /** By node: how often it has crashed. */
  readonly #crashes = new Map<number, number>();
  readonly #windows = new SendWindows();
  readonly #addresses: Addresses;
  #nextPort = 0;
  #dialled = 0;
  readonly faults: ConnectionFaults;
  /** Who listens to the wire; it changes nothing. */
  tap: Tap | undefined;
  /** Connections that were set up. */
  connections = 0;

  constructor(kernel: Kernel, world: World, watching: Watching) {
    this.#kernel = kernel;
    this.#world = world;
    this.#watching = watching;
    this.courses = new CourseBook(world);
    this.#addresses = new Addresses(world);
    const random = world.streams.stream('protocol/faults');
    this.faults = new ConnectionFaults(random, () => this.#open.values());
  }

  listen(node: number, port: number, accept: Accept): void {
    this.#listening.set(`${node}:${port}`, accept);
  }

  dial(dialling: Dialling): VirtualSocket {
    const { from, to, port, lane, veil, wrote } = dialling;
    const local = { address: this.#addresses.of(from.node, from.device), port: this.#port() };
    const remote = { address: this.#addresses.of(to, -1), port };
    const socket = new VirtualSocket(this.#kernel, { allowHalfOpen: false, local, remote });
    const between = this.courses.between(from, to, lane);
    const courses =
      veil === undefined
        ? between
        : { there: veil.over(between.there), back: veil.over(between.back) };
    if (wrote !== undefined) socket.wrote = (bytes) => wrote(bytes, true);
    this.#dialled += 1;
    const number = this.#dialled;
    const callee = { node: to, device: -1, address: remote };
    this.tap?.dialled(number, { ...from, address: local }, callee, dialling.isSealed === true);
    const attempt = {
      socket,
      dialling,
      courses,
      number,
      sinceMs: this.#kernel.nowMs,
      sentMs: 0,
      firstMs: 0,
      crashes: 0,
    };
    if (dialling.air === undefined) this.#knock(attempt, FIRST_TIMEOUT_MS);
    else this.#launch(attempt, dialling.air);
    return socket;
  }

  /** Over the air: what becomes of a packet shows later. */
  #launch({ socket, dialling, number }: Attempt, air: Airborne): void {
    const { from, to, port, veil, extraRoundTrips = 0 } = dialling;
    const clients = this.#world.nodes[from.node] as Clients;
    const backbone = this.courses.between({ node: from.node, device: -1 }, to, undefined);
    const key = `${to}:${port}`;
    const connection: MediumConnection = new MediumConnection({
      ...air,
      kernel: this.#kernel,
      number,
      extraRoundTrips,
      caller: socket,
      tap: this.tap,
      carry: (isUp, bytes, settled) => {
        const [arrived, lost] = [() => settled(false), () => settled(true)];
        // Who has no power sends nothing, and who sends to it waits as long as it likes to.
        if (veil?.state === 'dark') return;
        if (veil?.state === 'instant') this.#kernel.after(0, arrived);
        else {
          const { device } = from;
          this.#media.carry(this.#kernel, clients, device, isUp, bytes, backbone, arrived, lost);
        }
      },
      isThere: () => this.#world.exchange.up[to] === 1 && this.#listening.has(key),
      makePeer: () => this.#peerOf(socket, dialling),
      accept: (peer) => {
        this.#join({ from, to, connection }, number);
        this.#listening.get(key)!(peer);
      },
      handed: this.#hander(dialling, HASHED_FROM + number),
      over: () => this.#open.delete(number),
    });
  }

  /** All connections of a node break: its process is gone. */
  crash(node: number): void {
    this.#crashes.set(node, (this.#crashes.get(node) ?? 0) + 1);
    const all = this.#atNode.get(node);
    this.#atNode.delete(node);
    for (const socket of all ?? []) socket.abort();
  }

  /** How often the nodes of a connection have crashed. */
  #crashesOf({ from, to }: Dialling): number {
    return (this.#crashes.get(from.node) ?? 0) + (this.#crashes.get(to) ?? 0);
  }

  /** Sends the first packet, again after a while when it is lost. */
  #knock(attempt: Attempt, timeoutMs: number): void {
    const { socket, courses } = attempt;
    if (socket.destroyed) return;
    const takesMs = courses.there.passMs(SYN_BYTES, 1);
    this.#note(attempt, true, SYN, takesMs);
    if (takesMs < Number.POSITIVE_INFINITY) {
      attempt.sentMs = this.#kernel.nowMs;
      attempt.firstMs = takesMs;
      this.#kernel.after(takesMs, () => this.#answer(attempt, FIRST_TIMEOUT_MS));
      return;
    }
    this.#again(attempt, timeoutMs, () => this.#knock(attempt, 2 * timeoutMs));
  }

  #again({ socket, sinceMs }: Attempt, timeoutMs: number, act: () => void): void {
    if (this.#kernel.nowMs - sinceMs > GIVES_UP_SETTING_UP_MS) socket.refuse('ETIMEDOUT');
    else this.#kernel.after(timeoutMs, act);
  }

  /** The first packet is at the node. */
  #answer(attempt: Attempt, timeoutMs: number): void {
    const { socket, dialling, courses } = attempt;
    const { to, port, extraRoundTrips = 0 } = dialling;
    const accept = this.#listening.get(`${to}:${port}`);
    const isUp = this.#world.exchange.up[to] === 1 && accept !== undefined;
    attempt.crashes = this.#crashesOf(dialling);
    const takesMs = courses.back.passMs(SYN_BYTES, 1);
    this.#note(attempt, false, isUp ? SYN | ACK : RST | ACK, takesMs);
    if (takesMs === Number.POSITIVE_INFINITY) {
      this.#again(attempt, timeoutMs, () => this.#answer(attempt, 2 * timeoutMs));
      return;
    }
    this.#kernel.after(takesMs, () => {
      const roundTripMs = this.#kernel.nowMs - attempt.sentMs;
      if (!isUp) socket.refuse('ECONNREFUSED');
      else
        this.#trip(extraRoundTrips, attempt, () => this.#establish(attempt, accept, roundTripMs));
    });
  }

  #trip(left: number, attempt: Attempt, done: () => void): void {
    if (attempt.socket.destroyed) return;
    if (left === 0) {
      done();
      return;
    }
    const { courses } = attempt;
    const thereMs = courses.there.passMs(SYN_BYTES, 1);
    const backMs = courses.back.passMs(SYN_BYTES, 1);
    const bothMs = thereMs + backMs;
    const takesMs = bothMs < Number.POSITIVE_INFINITY ? bothMs : FIRST_TIMEOUT_MS;
    this.#kernel.after(takesMs, () => this.#trip(left - 1, attempt, done));
  }

  /** The device knows of the connection; the node will with the first packet that comes now. */
  #establish(attempt: Attempt, accept: Accept, roundTripMs: number): void {
    const { socket, dialling, courses, number, firstMs, crashes } = attempt;
    if (socket.destroyed) return;
    // Who has been down meanwhile knows nothing of it. RFC 9293 §3.5.1
    if (this.#crashesOf(dialling) !== crashes) {
      socket.refuse('ECONNRESET');
      return;
    }
    const peer = this.#peerOf(socket, dialling);
    const { flow } = dialling;
    const connection = new Connection({
      kernel: this.#kernel,
      number,
      courses,
      firstMs,
      roundTripMs,
      receiveBytes: flow === undefined ? RECEIVE_BYTES : flow.receiveWindow * SEGMENT_BYTES,
      openWindow: () => this.#windows.open(flow),
      caller: socket,
      callee: peer,
      tap: this.tap,
      handed: this.#hander(dialling, this.connections),
      over: () => this.#open.delete(number),
    });
    this.#join({ from: dialling.from, to: dialling.to, connection }, number);
    connection.begin(accept);
  }

  /** @returns the other end of a socket. */
  #peerOf(socket: VirtualSocket, { from, to, wrote }: Dialling): VirtualSocket {
    this.connections += 1;
    const peer = new VirtualSocket(this.#kernel, {
      allowHalfOpen: true,
      local: { address: socket.remoteAddress, port: socket.remotePort },
      remote: { address: socket.localAddress, port: socket.localPort },
    });
    if (wrote !== undefined) peer.wrote = (bytes) => wrote(bytes, false);
    this.#keep(to, peer);
    if (from.device < 0) this.#keep(from.node, socket);
    return peer;
  }

  #join(open: Open, number: number): void {
    this.#open.set(number, open);
    this.faults.joined(open);
  }

  /** @returns told of payload that comes to an end. */
  #hander({ from, to, isSealed = false, wrote }: Dialling, serial: number) {
    const { hash, answered } = this.#watching;
    return (isUp: boolean, bytes: Buffer) => {
      const way = 2 * serial + (isUp ? 0 : 1);
      if (isSealed) hash.addLength(way, this.#kernel.nowMs, bytes.length);
      else hash.add(way, this.#kernel.nowMs, bytes);
      if (!isUp && wrote === undefined) answered(from.node, to, bytes.length);
    };
  }

  /** Packets of the handshake. */
  #note({ number }: Attempt, isUp: boolean, flags: number, takesMs: number): void {
    this.tap?.segments({
      connection: number,
      isUp,
      sentMs: this.#kernel.nowMs,
      takesMs,
      flags,
      position: 0,
      acknowledged: 0,
      windowBytes: FIRST_RECEIVE_BYTES,
      beyond: [],
      bytes: NOTHING,
    });
  }

  #keep(node: number, socket: VirtualSocket): void {
    let all = this.#atNode.get(node);
    if (all === undefined) {
      all = new Set();
      this.#atNode.set(node, all);
    }
    const kept = all.add(socket);
    socket.once('close', () => kept.delete(socket));
  }

  #port(): number {
    this.#nextPort = (this.#nextPort + 1) % PORTS;
    return FIRST_PORT + this.#nextPort;
  }
}

export type { Address };
