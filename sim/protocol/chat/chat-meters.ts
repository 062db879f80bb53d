/** Counts what real connections carry under the names that the model has for it. */
import type { CarriedChat } from '../../model/chat/carriage.ts';
import { type Carriage, carriageOf } from '../../model/wire/tls.ts';

export class ChatMeters {
  readonly #chat: CarriedChat;
  /** Of what a connection carries, and of what the protocol says. */
  readonly #carried: Carriage;
  readonly #said: Carriage;
  /** By place. */
  readonly #confirmations: readonly number[];
  readonly #confirmationBytes: readonly number[];
  readonly #duplicates: number;

  /** @param isSpoken whether records of TLS are made; where they are not, they are counted. */
  constructor(chat: CarriedChat, isEncrypted: boolean, isSpoken: boolean) {
    const { world, traffic, clients } = chat;
    const { recorder, places } = world;
    this.#chat = chat;
    this.#said = carriageOf(isEncrypted);
    this.#carried = carriageOf(isEncrypted && !isSpoken);
    const labels = clients.map(({ place }) => ({ traffic, place: places[place]!.name }));
    this.#confirmations = labels.map((one) => recorder.counter('confirmations', one));
    this.#confirmationBytes = labels.map((one) => recorder.counter('confirmation_bytes', one));
    this.#duplicates = recorder.counter('wire_duplicates', { traffic });
  }

  /** Payload of TCP has crossed from one node to another. */
  passed(from: number, to: number, bytes: number): void {
    const { exchange, simulator } = this.#chat.world;
    exchange.countCarried(from, to, 1, this.#carried.wire(bytes), simulator.nowMs);
  }

  /** A packet of a person's connection confirms messages. @param bytes that the protocol sends, before TLS and TCP. */
  confirmed(person: number, bytes: number): void {
    const { world, people } = this.#chat;
    const place = people.place[person]!;
    const { nowMs } = world.simulator;
    world.recorder.add(this.#confirmations[place]!, 1, nowMs);
    world.recorder.add(this.#confirmationBytes[place]!, this.#said.wire(bytes), nowMs);
  }

  /** A message has come a second time. */
  repeated(): void {
    const { recorder, simulator } = this.#chat.world;
    recorder.add(this.#duplicates, 1, simulator.nowMs);
  }
}
