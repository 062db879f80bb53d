/** A socket of the simulated network, with what libraries expect of a `net.Socket`. */
import { Duplex } from 'node:stream';
import type { Kernel, Pending } from '../virtual/kernel.ts';
import type { Sink } from './intake.ts';
import type { Way } from './way.ts';

interface SocketSettings {
  /** Whether it may go on sending when the other end has finished: what servers do. */
  readonly allowHalfOpen: boolean;
  readonly local: Address;
  readonly remote: Address;
}

export interface Address {
  readonly address: string;
  readonly port: number;
}

const FAMILY = 'IPv4';
/** Where a program asks for probes and not for a time: net.ipv4.tcp_keepalive_time. */
const LINUX_KEEP_ALIVE_MS = 7_200_000;

/** Below this, bytes are copied faster one by one than by a call. */
const FEW_BYTES = 16;

/** As `Buffer.concat`, for a head and a body, which nearly all are. */
function joined(all: readonly { chunk: Buffer }[]): Buffer {
  let length = 0;
  for (const { chunk } of all) length += chunk.length;
  const bytes = Buffer.allocUnsafe(length);
  let at = 0;
  for (const { chunk } of all) {
    if (chunk.length > FEW_BYTES) bytes.set(chunk, at);
    else for (let i = 0; i < chunk.length; i += 1) bytes[at + i] = chunk[i]!;
    at += chunk.length;
  }
  return bytes;
}

function errorOf(code: string, syscall: string): Error {
  return Object.assign(new Error(`${syscall} ${code}`), { code, syscall });
}

/** How a socket goes: with a FIN, with a RST, or without a word. */
export type Leaving = 'closed' | 'aborted' | 'silent';

/** What a connected socket is joined to. */
export interface Line {
  /** To the other end. */
  readonly way: Pick<Way, 'send' | 'end'>;
  /** There is room again for what comes. */
  reading(): void;
  gone(how: Leaving): void;
}

export class VirtualSocket extends Duplex implements Sink {
  connecting = true;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly remoteFamily = FAMILY;
  readonly localAddress: string;
  readonly localPort: number;
  readonly localFamily = FAMILY;
  bytesRead = 0;
  /** Told of all that is written. */
  wrote: ((bytes: Buffer) => void) | undefined;
  /** As of `net.Socket`: how long it may be silent before 'timeout', ms. */
  timeout: number | undefined;
  readonly #kernel: Kernel;
  #line: Line | undefined;
  #beforeConnected: (() => void)[] = [];
  #silence: Pending | undefined;
  #isPeerGone = false;
  #leaving: Leaving = 'closed';
  /** What has arrived while nobody reads, and whether its end has. */
  readonly #unread: Buffer[] = [];
  #isAtEnd = false;
  #isFull = false;
  #stalls = 0;
  unreadBytes = 0;
  /** After so much silence the other end is asked whether it is there, ms; undefined: never. */
  keepAliveMs: number | undefined;
  /** When something was last written or arrived, ms. */
  activeMs = 0;

  constructor(kernel: Kernel, { allowHalfOpen, local, remote }: SocketSettings) {
    super({ allowHalfOpen, autoDestroy: true, emitClose: true });
    this.#kernel = kernel;
    this.localAddress = local.address;
    this.localPort = local.port;
    this.remoteAddress = remote.address;
    this.remotePort = remote.port;
  }

  /** There is a way to the other end. */
  connected(line: Line): void {
    if (this.destroyed) {
      line.gone('aborted');
      return;
    }
    this.#line = line;
    this.connecting = false;
    for (const each of this.#beforeConnected.splice(0)) each();
    this.emit('connect');
    this.emit('ready');
    this.#touch();
  }

  /** Nobody takes the connection. */
  refuse(code: string): void {
    this.destroy(errorOf(code, 'connect'));
  }

  arrive(bytes: Buffer): void {
    if (this.destroyed) return;
    this.bytesRead += bytes.length;
    this.#touch();
    if (this.#isFull || this.#isStalled || this.unreadBytes > 0) {
      this.#unread.push(bytes);
      this.unreadBytes += bytes.length;
    } else this.#isFull = !this.push(bytes);
  }

  finish(): void {
    if (this.destroyed) return;
    if (this.unreadBytes > 0 || this.#isStalled) this.#isAtEnd = true;
    else this.push(null);
  }

  /** It reads no more, as a program that is busy with something else; or again, when all of that is over. */
  stall(change: 1 | -1): void {
    this.#stalls += change;
    if (!this.#isStalled) this.#read();
  }

  get #isStalled(): boolean {
    return this.#stalls > 0;
  }

  /** The other end is gone: what is sent is answered with a reset. RFC 9293 §3.5.2 */
  reset(): void {
    this.#isPeerGone = true;
    this.#leaving = 'silent';
    // Who has read all, and waits for nothing to be written, does not look: as libuv has it, the next write finds out.
    if (this.readableEnded && this.writableLength === 0) return;
    this.destroy(errorOf('ECONNRESET', 'read'));
  }

  fail(): void {
    this.#leaving = 'silent';
    this.destroy(errorOf('ETIMEDOUT', 'read'));
  }

  /** Its process is gone. */
  abort(): void {
    this.#leaving = 'aborted';
    this.destroy();
  }

  override _read(): void {
    this.#isFull = false;
    if (this.unreadBytes > 0 || this.#isAtEnd) this.#read();
  }

  #read(): void {
    const heldBytes = this.unreadBytes;
    while (this.#unread.length > 0 && !this.#isFull && !this.#isStalled && !this.destroyed) {
      const bytes = this.#unread.shift()!;
      this.unreadBytes -= bytes.length;
      this.#isFull = !this.push(bytes);
    }
    if (this.#isAtEnd && this.#unread.length === 0 && !this.#isStalled && !this.destroyed) {
      this.#isAtEnd = false;
      this.push(null);
    }
    if (this.unreadBytes < heldBytes) this.#line?.reading();
  }

  override _write(bytes: Buffer, _encoding: string, done: (error?: Error) => void): void {
    if (this.#isPeerGone) {
      done(errorOf('ECONNRESET', 'write'));
      return;
    }
    this.#touch();
    this.wrote?.(bytes);
    this.#whenConnected(() => this.#line!.way.send(bytes, done));
  }

  /** What was written while writing was held back leaves as one, as `writev` has it. */
  override _writev(all: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this._write(all.length === 1 ? all[0]!.chunk : joined(all), 'buffer', done);
  }

  override _final(done: () => void): void {
    this.#whenConnected(() => {
      this.#line!.way.end();
      done();
    });
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (this.#silence !== undefined) this.#kernel.cancel(this.#silence);
    this.#silence = undefined;
    this.#beforeConnected = [];
    this.connecting = false;
    // Who closes without having read resets. RFC 1122 §4.2.2.13
    const isCut = this.#leaving === 'closed' && this.unreadBytes > 0;
    this.#line?.gone(isCut ? 'aborted' : this.#leaving);
    done(error);
  }

  setTimeout(ms: number, callback?: () => void): this {
    this.timeout = ms;
    if (callback !== undefined) {
      if (ms === 0) this.off('timeout', callback);
      else this.once('timeout', callback);
    }
    this.#touch();
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(isOn = false, initialDelayMs = 0): this {
    this.keepAliveMs = isOn ? initialDelayMs || LINUX_KEEP_ALIVE_MS : undefined;
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  address(): { address: string; family: string; port: number } {
    return { address: this.localAddress, family: FAMILY, port: this.localPort };
  }

  destroySoon(): void {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once('finish', () => this.destroy());
  }

  resetAndDestroy(): this {
    this.abort();
    return this;
  }

  get readyState(): string {
    if (this.connecting) return 'opening';
    if (this.readable && this.writable) return 'open';
    return this.readable ? 'readOnly' : this.writable ? 'writeOnly' : 'closed';
  }

  get pending(): boolean {
    return this.connecting;
  }

  #whenConnected(act: () => void): void {
    if (this.connecting) this.#beforeConnected.push(act);
    else act();
  }

  #touch(): void {
    this.activeMs = this.#kernel.nowMs;
    if (this.#silence !== undefined) this.#kernel.cancel(this.#silence);
    this.#silence = undefined;
    if (this.timeout === undefined || this.timeout <= 0 || this.destroyed) return;
    this.#silence = this.#kernel.after(this.timeout, () => {
      this.#silence = undefined;
      this.emit('timeout');
    });
  }
}
