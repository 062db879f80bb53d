/** A person's program that speaks NATS, by the client of its makers. */
import { type Msg, type NatsConnection, NatsConnectionImpl } from '@nats-io/transport-node';
import { idOf } from '../../protocol/chat/envelope.ts';
import type { Link } from '../../protocol/chat/link.ts';
import type { Device, Joining } from '../../protocol/chat/spoken-protocol.ts';
import { dialledAs } from './nats-transport.ts';

const NAME = 'person-';
const personSubject = (person: number): string => `person.${person}`;
const roomSubject = (room: number): string => `room.${room}`;

export class NatsDevice implements Device {
  readonly #joining: Joining;
  readonly #person: number;
  readonly #links: Map<string, Link>;
  /** What is said before there is a connection. */
  readonly #outbox = new Map<number, Buffer>();
  #connection: NatsConnection | undefined;
  #link: Link | undefined;
  #isOver = false;

  constructor(joining: Joining, person: number, links: Map<string, Link>) {
    this.#joining = joining;
    this.#person = person;
    this.#links = links;
    void this.#begin();
  }

  send(serial: number, payload: Buffer): void {
    if (this.#link === undefined || this.#connection === undefined) {
      this.#outbox.set(serial, payload);
      return;
    }
    this.#link.up.add(serial);
    this.#connection.publish(this.#subjectOf(serial), payload);
  }

  close(): void {
    this.#isOver = true;
    void this.#connection?.close();
  }

  /** The library connects again by itself, and subscribes again. */
  async #begin(): Promise<void> {
    const name = `${NAME}${this.#person}`;
    dialledAs(name, () => this.#dial());
    const connection = await NatsConnectionImpl.connect({
      servers: name,
      noEcho: true,
      waitOnFirstConnect: true,
      maxReconnectAttempts: -1,
      ignoreClusterUpdates: true,
    });
    this.#connection = connection;
    if (this.#isOver) {
      void connection.close();
      return;
    }
    for (const subject of this.#subjects()) {
      connection.subscribe(subject, { callback: (_error, message) => this.#hear(message) });
    }
    this.#sendAll();
    for await (const { type } of connection.status()) if (type === 'reconnect') this.#sendAll();
  }

  #sendAll(): void {
    const all = [...this.#outbox];
    this.#outbox.clear();
    for (const [serial, payload] of all) this.send(serial, payload);
  }

  #dial() {
    const socket = this.#joining.dial(this.#person);
    const { link } = this.#joining.link(this.#person);
    const address = `${socket.localAddress}:${socket.localPort}`;
    this.#links.set(address, link);
    socket.once('connect', () => {
      this.#link = link;
    });
    socket.once('close', () => {
      this.#links.delete(address);
      if (this.#link === link) this.#link = undefined;
      link.left();
    });
    return socket;
  }

  #subjectOf(serial: number): string {
    const { custody, chat } = this.#joining;
    const { recipient, room } = chat.messages;
    const slot = custody.slotOf(serial)!;
    return room[slot]! < 0 ? personSubject(recipient[slot]!) : roomSubject(room[slot]!);
  }

  #subjects(): string[] {
    const { rooms } = this.#joining.chat;
    const all = Array.from({ length: rooms.count }, (_, room) => room);
    const mine = all.filter((room) => rooms.has(room, this.#person));
    return [personSubject(this.#person), ...mine.map(roomSubject)];
  }

  #hear({ data }: Msg): void {
    const { custody, meters } = this.#joining;
    const id = idOf(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
    if (id >= 0 && !custody.show(id, this.#person)) meters.repeated();
  }
}
