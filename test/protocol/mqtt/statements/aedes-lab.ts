/** aedes, looked at as our broker is: by real turns of Node's loop, and timers that the test moves. */
import { Duplex } from 'node:stream';
import { Aedes } from 'aedes';
import { vi } from 'vitest';
import type { Lab, Pipe } from './lab.ts';

/** Turns of the loop in which aedes does what an event sets off. */
const TURNS = 12;
const soon = setImmediate;

export class AedesLab implements Lab {
  readonly #broker: Aedes;

  constructor(broker: Aedes) {
    this.#broker = broker;
  }

  static async open(): Promise<AedesLab> {
    const broker = await Aedes.createBroker();
    const mute = () => {};
    for (const event of ['clientError', 'connectionError'] as const) broker.on(event, mute);
    return new AedesLab(broker);
  }

  open(got: (bytes: Buffer) => void, closed: () => void): Pipe {
    const stream = new Duplex({
      read() {},
      write(bytes: Buffer, _encoding, done) {
        got(bytes);
        done();
      },
    });
    stream.on('close', closed);
    stream.on('error', () => {});
    this.#broker.handle(stream);
    return {
      write: (bytes) => {
        if (!stream.destroyed) stream.push(bytes);
      },
      cut: () => stream.destroy(),
    };
  }

  async rest(): Promise<void> {
    for (let turn = 0; turn < TURNS; turn += 1) await new Promise((done) => soon(done));
  }

  async pass(ms: number): Promise<void> {
    vi.advanceTimersByTime(ms);
    await this.rest();
  }

  close(): Promise<void> {
    return new Promise((done) => void this.#broker.close(done));
  }
}
