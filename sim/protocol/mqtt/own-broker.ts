/** A node whose broker is ours: MQTT 5 and 3.1.1. */

import type { Plug } from '../tls/sealed.ts';
import type { Kernel } from '../virtual/kernel.ts';
import { Broker } from './broker/broker.ts';
import { SERVER_UNAVAILABLE, SUCCESS } from './broker/reasons.ts';
import type { BrokerNode, Publication, SpokenBroker } from './broker-node.ts';

const NOTHING = Buffer.alloc(0);

export class OwnBroker implements SpokenBroker {
  readonly #node: BrokerNode;
  readonly #broker: Broker;
  #era = 0;

  constructor(kernel: Kernel, node: BrokerNode) {
    this.#node = node;
    const clock = {
      get nowMs() {
        return kernel.nowMs;
      },
      after: (delayMs: number, action: () => void) => {
        let pending: number | undefined = kernel.after(delayMs, () => {
          pending = undefined;
          action();
        });
        return () => {
          if (pending !== undefined) kernel.cancel(pending);
          pending = undefined;
        };
      },
    };
    this.#broker = new Broker(clock, this.#hooks(), { queue: node.desk.queue });
  }

  take(socket: Plug): void {
    const connection = this.#broker.connect({
      write: (bytes) => void socket.write(bytes),
      end: () => socket.destroySoon(),
      get waitingBytes() {
        return socket.writableLength;
      },
    });
    socket.on('data', (bytes: Buffer) => connection.read(bytes));
    socket.on('close', () => connection.gone());
    // What goes wrong with a connection ends it, and 'close' tells.
    socket.on('error', () => {});
    socket.on('end', () => socket.end());
  }

  publish(publication: Publication, expiresMs: number): void {
    this.#broker.route({ ...publication, passedOn: NOTHING, expiresMs, from: '' });
  }

  crash(): void {
    this.#era += 1;
    this.#node.crashed(this.#broker.crash(!this.#node.desk.isPersistent));
  }

  #hooks() {
    const node = this.#node;
    const hooks: ConstructorParameters<typeof Broker>[1] = {
      accept: (_client, answer) =>
        node.desk.accept((isTaken) => answer(isTaken ? SUCCESS : SERVER_UNAVAILABLE)),
      work: (client, message, done) => {
        const era = this.#era;
        node.came(client, message, () => {
          if (era === this.#era) done();
        });
      },
      // What the broker says itself goes to nobody else.
      handedOn: (message) => {
        if (message.from !== '') node.handedOn(message.from, message);
      },
      will: (message) => node.will(message.from, message),
      began: (client, isPresent) => node.began(client, isPresent),
      ended: (client, isTakenOver) => node.ended(client, isTakenOver),
      dropped: (client, message) => node.dropped(client, message),
    };
    return hooks;
  }
}
