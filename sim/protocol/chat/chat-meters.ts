/** Counts what real connections carry under the names that the model has for it. */
import type { CarriedChat } from '../../model/chat/carriage.ts';
import { type Carriage, carriageOf } from '../../model/wire/tls.ts';

export class ChatMeters {
  readonly #chat: CarriedChat;
  readonly #carriage: Carriage;
  /** By place. */
  readonly #confirmations: readonly number[];
  readonly #confirmationBytes: readonly number[];
  readonly #duplicates: number;

  /** @param isEncrypted whether connections would be: records of TLS are counted, not made. */
  constructor(chat: CarriedChat, isEncrypted: boolean) {
    const { world, traffic, clients } = chat;
    const { recorder, places } = world;
    this.#chat = chat;
    this.#carriage = carriageOf(isEncrypted);
    const labels = clients.map(({ place }) => ({ traffic, place: places[place]!.name }));
    this.#confirmations = labels.map((one) => recorder.counter('confirmations', one));
    this.#confirmationBytes = labels.map((one) => recorder.counter('confirmation_bytes', one));
    this.#duplicates = recorder.counter('wire_duplicates', { traffic });
  }

  /** Payload of TCP has crossed from one node to another. */
  passed(from: number, to: number, bytes: number): void {
    const { exchange, simulator } = this.#chat.world;
    exchange.countCarried(from, to, 1, this.#carriage.wire(bytes), simulator.nowMs);
  }

  /** A packet of a person's connection confirms messages. @param bytes that the protocol sends, before TLS and TCP. */
  confirmed(person: number, bytes: number): void {
    const { world, people } = this.#chat;
    const place = people.place[person]!;
    const { nowMs } = world.simulator;
    world.recorder.add(this.#confirmations[place]!, 1, nowMs);
    world.recorder.add(this.#confirmationBytes[place]!, this.#carriage.wire(bytes), nowMs);
  }

  /** A message has come a second time. */
  repeated(): void {
    const { recorder, simulator } = this.#chat.world;
    recorder.add(this.#duplicates, 1, simulator.nowMs);
  }
}
