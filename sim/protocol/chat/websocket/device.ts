/** A program that speaks WebSocket, by `ws`. */
import { WebSocket } from 'ws';
import { frameBytes } from '../../../model/wire/websocket.ts';
import { ackOf, idOf, readEnvelope } from '../envelope.ts';
import type { Link } from '../link.ts';
import type { Device, Joining } from '../spoken-protocol.ts';
import { listenForBeats } from './heartbeat.ts';
import type { WebSocketPlan } from './plan.ts';

export class WebSocketDevice implements Device {
  readonly #joining: Joining;
  readonly #person: number;
  readonly #plan: WebSocketPlan;
  /** What is not sent, or not confirmed. */
  readonly #outbox = new Map<number, Buffer>();
  #socket!: WebSocket;
  #link!: Link;
  #failures = 0;

  constructor(joining: Joining, person: number, plan: WebSocketPlan) {
    this.#joining = joining;
    this.#person = person;
    this.#plan = plan;
    this.#connect();
  }

  send(serial: number, payload: Buffer): void {
    this.#outbox.set(serial, payload);
    if (this.#socket.readyState === WebSocket.OPEN) this.#give(serial, payload);
  }

  #give(serial: number, payload: Buffer): void {
    if (this.#plan.ackBytes === undefined) {
      this.#outbox.delete(serial);
      this.#link.up.add(serial);
    }
    this.#socket.send(payload, { binary: false });
  }

  #connect(): void {
    const { dial, chat } = this.#joining;
    const person = this.#person;
    const { link, number } = this.#joining.link(person);
    const gateway = chat.people.gateway[person]!;
    const url = `ws://gateway-${gateway}/chat?user=${person}&link=${number}`;
    const socket = new WebSocket(url, {
      createConnection: () => dial(person),
      perMessageDeflate: this.#plan.isDeflated,
    });
    this.#socket = socket;
    this.#link = link;
    listenForBeats(socket);
    socket.on('open', () => {
      this.#failures = 0;
      for (const [serial, payload] of this.#outbox) this.#give(serial, payload);
    });
    socket.on('message', (payload: Buffer) => this.#hear(payload));
    socket.on('error', () => {});
    socket.on('close', () => this.#gone(link));
  }

  #hear(payload: Buffer): void {
    const { custody, meters } = this.#joining;
    const id = idOf(payload);
    if (id < 0) {
      this.#confirmed(payload);
      return;
    }
    if (!custody.show(id, this.#person)) meters.repeated();
    const { ackBytes } = this.#plan;
    if (ackBytes === undefined) {
      this.#link.down.delete(id);
      return;
    }
    const ack = ackOf(id, ackBytes);
    this.#socket.send(ack, { binary: false });
    meters.confirmed(this.#person, frameBytes(ack.length, true));
  }

  #confirmed(payload: Buffer): void {
    const read = readEnvelope(payload);
    if (read === undefined || !('ack' in read)) return;
    if (this.#outbox.delete(read.ack)) this.#joining.custody.release(read.ack);
  }

  #gone(link: Link): void {
    const { speaking, backOffMs } = this.#joining;
    link.left();
    this.#failures += 1;
    speaking.kernel.after(backOffMs(this.#failures), () => this.#connect());
  }
}
