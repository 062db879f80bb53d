/** A socket of the simulated network, with what libraries expect of a `net.Socket`. */
import { Duplex } from 'node:stream';
import type { Kernel, Pending } from '../virtual/kernel.ts';
import type { Sink, Way } from './way.ts';

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

function errorOf(code: string, syscall: string): Error {
  return Object.assign(new Error(`${syscall} ${code}`), { code, syscall });
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
  #way: Way | undefined;
  /** What is told when the socket goes for good. */
  #gone: (() => void) | undefined;
  #beforeConnected: (() => void)[] = [];
  #silence: Pending | undefined;
  #isPeerGone = false;

  constructor(kernel: Kernel, { allowHalfOpen, local, remote }: SocketSettings) {
    super({ allowHalfOpen, autoDestroy: true, emitClose: true });
    this.#kernel = kernel;
    this.localAddress = local.address;
    this.localPort = local.port;
    this.remoteAddress = remote.address;
    this.remotePort = remote.port;
  }

  /** There is a way to the other end. */
  connected(way: Way, gone: () => void): void {
    if (this.destroyed) {
      gone();
      return;
    }
    this.#way = way;
    this.#gone = gone;
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
    this.push(bytes);
  }

  finish(): void {
    if (!this.destroyed) this.push(null);
  }

  /** The other end is gone: what is sent is answered with a reset. RFC 9293 §3.5.2 */
  reset(): void {
    this.#isPeerGone = true;
    if (!this.readableEnded) this.destroy(errorOf('ECONNRESET', 'read'));
  }

  fail(): void {
    this.destroy(errorOf('ETIMEDOUT', 'read'));
  }

  override _read(): void {}

  override _write(bytes: Buffer, _encoding: string, done: (error?: Error) => void): void {
    if (this.#isPeerGone) {
      done(errorOf('ECONNRESET', 'write'));
      return;
    }
    this.#touch();
    this.wrote?.(bytes);
    this.#whenConnected(() => this.#way!.send(bytes, done));
  }

  /** What was written while writing was held back leaves as one, as `writev` has it. */
  override _writev(all: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    const bytes = all.length === 1 ? all[0]!.chunk : Buffer.concat(all.map(({ chunk }) => chunk));
    this._write(bytes, 'buffer', done);
  }

  override _final(done: () => void): void {
    this.#whenConnected(() => {
      this.#way!.end();
      done();
    });
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (this.#silence !== undefined) this.#kernel.cancel(this.#silence);
    this.#silence = undefined;
    this.#beforeConnected = [];
    this.connecting = false;
    this.#gone?.();
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

  setKeepAlive(): this {
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
    return this.destroy();
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
    if (this.#silence !== undefined) this.#kernel.cancel(this.#silence);
    this.#silence = undefined;
    if (this.timeout === undefined || this.timeout <= 0 || this.destroyed) return;
    this.#silence = this.#kernel.after(this.timeout, () => {
      this.#silence = undefined;
      this.emit('timeout');
    });
  }
}
