/** Has the client of NATS dial over the scenario's links. */
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { setTransportFactory } from '@nats-io/transport-node';
import { NodeTransport } from '@nats-io/transport-node/lib/node_transport.js';
import type { Plug } from '../../protocol/tls/sealed.ts';

type Dial = () => Plug;

/** By the name of a host that the library is given. */
const dials = new Map<string, Dial>();

/** The library removes all listeners of its socket, those of others among them: so it gets one around it. */
class Shell extends Duplex {
  readonly #inner: Plug;

  constructor(inner: Plug) {
    super({ allowHalfOpen: false });
    this.#inner = inner;
    inner.on('data', (bytes: Buffer) => this.push(bytes));
    inner.on('end', () => this.push(null));
    inner.on('error', (error) => this.destroy(error));
    inner.on('close', () => this.destroy());
  }

  override _read(): void {}

  override _write(bytes: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void) {
    this.#inner.write(bytes, encoding, done);
  }

  override _final(done: () => void): void {
    this.#inner.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#inner.destroy();
    done(error);
  }
}

class Transport extends NodeTransport {
  override dial({ hostname }: { hostname: string }): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const inner = dials.get(hostname)!();
      inner.once('connect', () => resolve(new Shell(inner) as unknown as Socket));
      inner.once('error', reject);
      inner.once('close', () => reject(new Error('closed')));
    });
  }
}

/** From now on whoever connects to this host does it so. */
export function dialledAs(hostname: string, dial: Dial): void {
  dials.set(hostname, dial);
  setTransportFactory({ factory: () => new Transport() });
}
