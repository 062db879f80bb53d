/** What every spoken broker does beside MQTT: works, passes on to other brokers, and tells the model. */
import type { Crew } from '../../model/node/telegraph.ts';
import type { Plug } from '../tls/sealed.ts';
import type { Bridges } from './bridges.ts';
import type { Desk } from './desk.ts';
import type { MqttDevice } from './device.ts';
import { isBridge, messageIn } from './names.ts';
import type { Switchboard } from './switchboard.ts';

/** A broker of some library. */
export interface SpokenBroker {
  take(socket: Plug): void;
  /** Its process is gone; the next one has its sessions, where they are kept. */
  crash(): void;
  /** The run is over, in a process that goes on. */
  close?(): void;
  /** The broker itself has something to say; undefined where nobody wants it to. @param expiresMs not after this, ms. */
  publish?(publication: Publication, expiresMs: number): void;
}

export interface Publication {
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
}

/** Between a library's broker and the model. */
export class BrokerNode {
  readonly id: number;
  readonly desk: Desk;
  readonly #board: Switchboard;
  readonly #bridges: Bridges;
  /** Publications of QoS 0 that have come and are not handed on: nobody sends them again. */
  readonly #atWork = new Map<Publication, Crew>();

  constructor(id: number, desk: Desk, board: Switchboard, bridges: Bridges) {
    this.id = id;
    this.desk = desk;
    this.#board = board;
    this.#bridges = bridges;
  }

  /** Whose ledger has what a client publishes: each place's things that report have one of their own. */
  #crewOf(client: string, topic: string): Crew | undefined {
    return this.#board.device(client)?.crew ?? this.#board.crewOf(topic);
  }

  /** A publication has come. @param done when the work on it is. */
  came(client: string, publication: Publication, done: () => void): void {
    const { topic, payload, qos } = publication;
    const crew = this.#crewOf(client, topic);
    // All deliveries are work of the publisher's broker, as in the model.
    if (crew === undefined || isBridge(client)) {
      done();
      return;
    }
    const message = messageIn(payload);
    this.#board.device(client)?.came(message);
    if (qos === 0) this.#atWork.set(publication, crew);
    this.desk.work(crew.deliveriesOf(message), done);
  }

  /** It goes to those who have subscribed, here and at other brokers. */
  handedOn(client: string, publication: Publication): void {
    const crew = this.#crewOf(client, publication.topic);
    if (crew === undefined) return;
    this.#atWork.delete(publication);
    crew.told.reached(messageIn(publication.payload), this.id);
    if (!isBridge(client)) this.#bridges.pass(this.id, crew, publication);
  }

  /** A broker that is not ours has got it, and takes the time for it that it takes. */
  got(client: string, { topic, payload }: Pick<Publication, 'topic' | 'payload'>): void {
    const message = this.#board.messageIn(payload);
    if (message === undefined) return;
    this.#board.device(client)?.came(message);
    this.#crewOf(client, topic)?.told.reached(message, this.id);
  }

  /** A client of a broker that is not ours has vanished, and has left something for this. */
  saysWill(client: string): void {
    const device = this.#board.device(client);
    if (device === undefined) return;
    const { told } = device.crew;
    const message = told.saysWill(device.number);
    this.#board.said(client, message);
    told.reached(message, this.id);
  }

  /** A client has vanished: what it left for this gets the number of a message. */
  will(client: string, { payload }: Publication): void {
    const device = this.#board.device(client);
    if (device !== undefined) payload.writeUInt32BE(device.crew.told.saysWill(device.number), 0);
  }

  /** A client will not get what it has subscribed to. */
  dropped(client: string, { payload }: Publication): void {
    const device = this.#board.device(client);
    device?.crew.told.missed(messageIn(payload), device.number);
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
    for (const [{ payload }, { told }] of this.#atWork) told.lost(messageIn(payload));
    this.#atWork.clear();
    const told = new Set<MqttDevice['crew']['told']>();
    for (const client of clients) this.#board.device(client)?.ended();
    for (const crew of this.#board.crews()) told.add(crew.told);
    for (const each of told) each.crashed(this.id, !this.desk.isPersistent);
  }
}
