/**
 * The scenario's network in real time. Whoever listens in it does so on a real socket of this machine: what has crossed
 * a link goes there, and what comes from there crosses the link.
 */
import net from 'node:net';
import type { World } from '../model/node/world.ts';
import {
  type Accept,
  type Dialling,
  VirtualNetwork,
  type Watching,
} from '../protocol/wire/network.ts';
import type { VirtualSocket } from '../protocol/wire/socket.ts';
import type { Grounds } from './grounds.ts';
import type { LiveKernel } from './live-kernel.ts';
import { splice } from './splice.ts';

export class LiveNetwork extends VirtualNetwork {
  readonly #clock: LiveKernel;
  readonly #grounds: Grounds;
  /** Ends of connections that programs of this process have. */
  readonly #dialled = new Set<VirtualSocket>();
  /** Real sockets that servers of ours have taken, by node. */
  readonly #taken = new Map<number, Set<net.Socket>>();
  /** Connections to servers of ours that these do not know of yet, with the links whose they are. */
  readonly #coming: { readonly socket: net.Socket; readonly link: VirtualSocket }[] = [];
  readonly #opening: Promise<number>[] = [];
  /** Nodes whose work other programs do. */
  readonly #elsewhere = new Set<number>();
  #isClosed = false;

  constructor(kernel: LiveKernel, world: World, watching: Watching, grounds: Grounds) {
    super(kernel, world, watching);
    this.#clock = kernel;
    this.#grounds = grounds;
  }

  /** A server of this process: on a real port, which it is told nothing of. */
  override listen(node: number, port: number, accept: Accept): void {
    if (this.#elsewhere.has(node)) {
      this.lead(node, port, accept);
      return;
    }
    const server = net.createServer({ allowHalfOpen: true }, (socket) =>
      this.#take(node, socket, accept),
    );
    let there = 0;
    const opening = this.#grounds.listen(server).then((at) => (there = at));
    this.#opening.push(opening);
    this.lead(node, port, (link) => {
      const socket = this.#grounds.connect(there);
      this.#coming.push({ socket, link });
      splice(this.#clock, link, socket);
    });
  }

  /** Connections to a node go where the caller takes them: to a server of another process. */
  lead(node: number, port: number, accept: Accept): void {
    super.listen(node, port, accept);
  }

  /** Who accepts for this node leads to another program. */
  isElsewhere(node: number): void {
    this.#elsewhere.add(node);
  }

  /** All servers of this process have their ports. */
  async ready(): Promise<void> {
    await Promise.all(this.#opening);
  }

  override dial(dialling: Dialling): VirtualSocket {
    const socket = super.dial(dialling);
    // Afterwards no time passes, and nobody answers: agents of HTTP would dial again and again after a refusal.
    if (this.#isClosed) return socket;
    this.#dialled.add(socket);
    socket.once('close', () => this.#dialled.delete(socket));
    return socket;
  }

  override crash(node: number): void {
    super.crash(node);
    for (const socket of this.#taken.get(node) ?? []) socket.destroy();
  }

  /** The run is over, in a process that goes on: nothing waits for an answer any more. */
  close(): void {
    this.#isClosed = true;
    for (const socket of [...this.#dialled]) socket.destroy();
  }

  #take(node: number, socket: net.Socket, accept: Accept): void {
    socket.setNoDelay(true);
    const at = this.#coming.findIndex((one) => one.socket.localPort === socket.remotePort);
    const [come] = at < 0 ? [] : this.#coming.splice(at, 1);
    // Nobody else knows the port, but anybody may try.
    if (come === undefined || come.link.destroyed) {
      socket.destroy();
      return;
    }
    const { remoteAddress, remotePort } = come.link;
    const taken = this.#taken.get(node) ?? new Set();
    this.#taken.set(node, taken.add(socket));
    socket.once('close', () => taken.delete(socket));
    // To a server it has come from its device, whose address is the scenario's.
    for (const [name, value] of Object.entries({ remoteAddress, remotePort })) {
      Object.defineProperty(socket, name, { value });
    }
    this.#timely(socket);
    accept(socket as unknown as VirtualSocket);
    // `node:http` would read past all of this otherwise: who listens to data makes it stop that.
    const nothing = () => {};
    socket.on('data', nothing);
    socket.off('data', nothing);
  }

  /** What a socket brings has the time at which it came. */
  #timely(socket: net.Socket): void {
    const push = socket.push.bind(socket);
    socket.push = (bytes, encoding) => {
      this.#clock.catchUp();
      return push(bytes, encoding);
    };
  }
}
