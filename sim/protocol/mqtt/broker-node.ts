/** What every spoken broker does beside MQTT: works, passes on to other brokers, and tells the model. */
import type { VirtualSocket } from '../wire/socket.ts';
import type { Bridges } from './bridges.ts';
import type { Desk } from './desk.ts';
import type { MqttDevice } from './device.ts';
import { isBridge, messageIn } from './names.ts';
import type { Switchboard } from './switchboard.ts';

/** A broker of some library. */
export interface SpokenBroker {
  take(socket: VirtualSocket): void;
  /** Its process is gone; the next one has its sessions, where they are kept. */
  crash(): void;
  restart(): void;
}

export interface Publication {
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: number;
  readonly retain: boolean;
}

/** Between a library's broker and the model. */
export class BrokerNode {
  readonly id: number;
  readonly desk: Desk;
  readonly #board: Switchboard;
  readonly #bridges: Bridges;

  constructor(id: number, desk: Desk, board: Switchboard, bridges: Bridges) {
    this.id = id;
    this.desk = desk;
    this.#board = board;
    this.#bridges = bridges;
  }

  /** A client publishes. @param go hands it out. */
  published(client: string, publication: Publication, go: () => void): void {
    const crew = this.#board.crewOf(publication.topic);
    if (crew === undefined) {
      go();
      return;
    }
    const message = messageIn(publication.payload);
    // All deliveries are work of the publisher's broker, as in the model.
    if (isBridge(client)) {
      crew.told.reached(message, this.id);
      go();
      return;
    }
    this.#board.device(client)?.came(message);
    this.desk.work(crew.deliveriesOf(message), () => {
      crew.told.reached(message, this.id);
      this.#bridges.pass(this.id, crew, publication);
      go();
    });
  }

  /** A broker that is not ours has got it, and takes the time for it that it takes. */
  got(client: string, { topic, payload }: Pick<Publication, 'topic' | 'payload'>): void {
    const message = messageIn(payload);
    this.#board.device(client)?.came(message);
    this.#board.crewOf(topic)?.told.reached(message, this.id);
  }

  /** A client has vanished: what it left for this gets the number of a message. */
  will(client: string, publication: Publication): void {
    const device = this.#board.device(client);
    if (device === undefined) return;
    const message = device.crew.told.saysWill(device.number);
    publication.payload.writeUInt32BE(message, 0);
    device.crew.told.reached(message, this.id);
    this.#bridges.pass(this.id, device.crew, publication);
  }

  began(client: string, isRemembered: boolean): void {
    this.desk.opened();
    const device = this.#board.device(client);
    device?.crew.told.begun(device.number, isRemembered);
  }

  ended(client: string, isReplaced: boolean): void {
    this.desk.closed();
    const device = this.#board.device(client);
    if (device === undefined) return;
    device.ended();
    device.crew.told.ended(device.number, isReplaced);
  }

  /** All connections ended at once. */
  crashed(clients: readonly string[]): void {
    const told = new Set<MqttDevice['crew']['told']>();
    for (const client of clients) this.#board.device(client)?.ended();
    for (const crew of this.#board.crews()) told.add(crew.told);
    for (const each of told) each.crashed(this.id, !this.desk.isPersistent);
  }
}
