/** A connection over a medium that devices share: two sockets, the ways between them, and how it is set up and ends. */
import { SEGMENT_HEADER_BYTES } from '../../model/wire/tcp.ts';
import { TLS_HANDSHAKE } from '../../model/wire/tls.ts';
import type { Kernel } from '../virtual/kernel.ts';
import { FIRST_RECEIVE_BYTES } from './intake.ts';
import { MediumWay } from './medium-way.ts';
import { part } from './parting.ts';
import type { Leaving, VirtualSocket } from './socket.ts';
import { ACK, FIN, RST, type Segments, SYN, type Tap } from './tap.ts';
import { FIRST_TIMEOUT_MS, GIVES_UP_SETTING_UP_MS } from './timeouts.ts';

const NOTHING = new Uint8Array(0);

/** Up to the server or down to the device. @param bytes with headers. */
export type Carry = (isUp: boolean, bytes: number, settled: (isLost: boolean) => void) => void;

export interface AirParts {
  readonly kernel: Kernel;
  /** Of the connection in its run. */
  readonly number: number;
  readonly carry: Carry;
  readonly caller: VirtualSocket;
  readonly tap: Tap | undefined;
  /** Round trips of a handshake of TLS that is not spoken. */
  readonly extraRoundTrips: number;
  /** How long the server waits for the device to take something, ms. */
  readonly patienceMs: number;
  /** Something leaves that nobody has written: packets of the set-up, or what is sent again. @param bytes with headers. */
  beside(isUp: boolean, bytes: number): void;
  /** Whether somebody listens there now. */
  isThere(): boolean;
  /** The other end has the connection. @returns its socket. */
  makePeer(): VirtualSocket;
  handed(isUp: boolean, bytes: Buffer): void;
  accept(socket: VirtualSocket): void;
  over(): void;
}

interface Half {
  readonly isUp: boolean;
  readonly socket: VirtualSocket;
  readonly out: MediumWay;
  isGone: boolean;
}

export class MediumConnection {
  readonly #parts: AirParts;
  #caller: Half | undefined;
  #callee: Half | undefined;
  #isVanished = false;

  constructor(parts: AirParts) {
    this.#parts = parts;
    this.#knock(parts.kernel.nowMs, FIRST_TIMEOUT_MS);
  }

  get caller(): Half {
    return this.#caller!;
  }

  get callee(): Half {
    return this.#callee!;
  }

  /** The first packet, again after a while when it is lost. */
  #knock(sinceMs: number, timeoutMs: number): void {
    const { caller } = this.#parts;
    if (caller.destroyed) return;
    this.#handshake(true, SYN, (isLost) => {
      if (isLost) this.#later(sinceMs, timeoutMs, () => this.#knock(sinceMs, 2 * timeoutMs));
      else this.#answer(sinceMs, FIRST_TIMEOUT_MS);
    });
  }

  #answer(sinceMs: number, timeoutMs: number): void {
    const { isThere, extraRoundTrips, caller } = this.#parts;
    const isTaken = isThere();
    this.#handshake(false, isTaken ? SYN | ACK : RST | ACK, (isLost) => {
      if (isLost) this.#later(sinceMs, timeoutMs, () => this.#answer(sinceMs, 2 * timeoutMs));
      else if (!isTaken) caller.refuse('ECONNREFUSED');
      else this.#trip(extraRoundTrips);
    });
  }

  #later(sinceMs: number, timeoutMs: number, act: () => void): void {
    const { kernel, caller } = this.#parts;
    if (kernel.nowMs - sinceMs > GIVES_UP_SETTING_UP_MS) caller.refuse('ETIMEDOUT');
    else kernel.after(timeoutMs, act);
  }

  /** Of TLS, as long as the model's: there and back. */
  #trip(left: number): void {
    if (left === 0) {
      this.#establish();
      return;
    }
    const { upBytes, downBytes } = TLS_HANDSHAKE;
    this.#surely(true, upBytes, () => this.#surely(false, downBytes, () => this.#trip(left - 1)));
  }

  #surely(isUp: boolean, bytes: number, done: () => void): void {
    const { kernel, carry, beside, caller } = this.#parts;
    if (caller.destroyed) return;
    beside(isUp, bytes);
    carry(isUp, bytes, (isLost) => {
      if (isLost) kernel.after(FIRST_TIMEOUT_MS, () => this.#surely(isUp, bytes, done));
      else done();
    });
  }

  #handshake(isUp: boolean, flags: number, settled: (isLost: boolean) => void): void {
    const { carry, beside } = this.#parts;
    const took = this.#note(isUp, { flags });
    beside(isUp, SEGMENT_HEADER_BYTES);
    carry(isUp, SEGMENT_HEADER_BYTES, (isLost) => {
      took(isLost);
      settled(isLost);
    });
  }

  #establish(): void {
    const { caller, makePeer, accept } = this.#parts;
    if (caller.destroyed) return;
    const callee = makePeer();
    this.#caller = this.#half(true, caller, callee);
    this.#callee = this.#half(false, callee, caller);
    accept(callee);
    for (const half of [this.callee, this.caller]) {
      half.socket.connected({
        way: half.out,
        reading: () => this.#other(half).out.pump(),
        gone: (how) => this.#leave(half, how),
      });
    }
  }

  #half(isUp: boolean, socket: VirtualSocket, peer: VirtualSocket): Half {
    const { kernel, patienceMs, beside, handed } = this.#parts;
    const out = new MediumWay({
      kernel,
      sink: peer,
      carry: (bytes, settled) => this.#carry(isUp, bytes, settled),
      patienceMs: isUp ? Number.POSITIVE_INFINITY : patienceMs,
      sent: (position, bytes, isEnd) => {
        const took = this.#note(isUp, { flags: isEnd ? FIN | ACK : ACK, position, bytes });
        return (takesMs) => took(takesMs === Number.POSITIVE_INFINITY);
      },
      again: (onWire) => beside(isUp, onWire),
      handed: (bytes) => handed(isUp, bytes),
      failed: () => socket.fail(),
    });
    return { isUp, socket, out, isGone: false };
  }

  #carry(isUp: boolean, bytes: number, settled: (isLost: boolean) => void): void {
    const { kernel, carry } = this.#parts;
    if (this.#isVanished) kernel.after(0, () => settled(true));
    else carry(isUp, bytes, settled);
  }

  /** Something in between resets both ends. */
  reset(): void {
    for (const half of [this.caller, this.callee]) {
      if (!half.isGone) this.#resetBy(this.#other(half));
    }
  }

  /** Nothing gets through any more, and nobody is told: who sends finds out. */
  vanish(): void {
    this.#isVanished = true;
  }

  #other(half: Half): Half {
    return half === this.caller ? this.callee : this.caller;
  }

  /** A socket is gone. */
  #leave(half: Half, how: Leaving): void {
    const { over } = this.#parts;
    part(half, this.#other(half), how, { reset: () => this.#resetBy(half), over });
  }

  /** An end's host sends a reset, once: one that is lost comes with the next bytes. RFC 9293 §3.5.2 */
  #resetBy(half: Half): void {
    const took = this.#note(half.isUp, { flags: RST | ACK });
    const { socket } = this.#other(half);
    this.#parts.beside(half.isUp, SEGMENT_HEADER_BYTES);
    this.#carry(half.isUp, SEGMENT_HEADER_BYTES, (isLost) => {
      took(isLost);
      if (!isLost) socket.reset();
    });
  }

  /** Tells the tap of something that an end sends now. @returns told when it has come, or is lost. */
  #note(
    isUp: boolean,
    special: Pick<Segments, 'flags'> & Partial<Segments>,
  ): (isLost: boolean) => void {
    const { tap, number, kernel } = this.#parts;
    if (tap === undefined) return () => {};
    const mine = isUp ? this.#caller : this.#callee;
    const coming = (isUp ? this.#callee : this.#caller)?.out;
    const sentMs = kernel.nowMs;
    const segments: Segments = {
      connection: number,
      isUp,
      sentMs,
      takesMs: Number.NaN,
      position: mine?.out.sentBytes ?? 0,
      acknowledged: coming?.intake.receivedBytes ?? 0,
      windowBytes: coming?.windowBytes ?? FIRST_RECEIVE_BYTES,
      beyond: coming?.intake.beyond ?? [],
      bytes: NOTHING,
      ...special,
    };
    tap.segments(segments);
    return (isLost) => {
      segments.takesMs = isLost ? Number.POSITIVE_INFINITY : kernel.nowMs - sentMs;
    };
  }
}
