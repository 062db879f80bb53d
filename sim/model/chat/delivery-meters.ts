/** Where messages and their deliveries are counted: by kind, and by the place of the people whom they concern. */
import type { Recorder } from '../../result/recorder.ts';
import type { Clients } from '../node/clients.ts';
import type { World } from '../node/world.ts';
import type { Messages } from './messages.ts';
import type { People } from './people.ts';

interface MeterParts {
  readonly world: World;
  readonly traffic: string;
  readonly clients: readonly Clients[];
  readonly people: People;
  readonly messages: Messages;
}

/** A chat that knows no kinds. */
const NO_KINDS: readonly undefined[] = [undefined];

export class DeliveryMeters {
  readonly #parts: MeterParts;
  readonly #recorder: Recorder;
  /** By kind and place. */
  readonly #messages: readonly number[];
  readonly #deliveries: readonly number[];
  readonly #undelivered: readonly number[];
  readonly #delivery: readonly number[];

  /** @param kinds undefined: messages have none. */
  constructor(parts: MeterParts, kinds: readonly string[] | undefined) {
    const { world, traffic, clients } = parts;
    const { recorder, places } = world;
    this.#parts = parts;
    this.#recorder = recorder;
    const labels = (kinds ?? NO_KINDS).flatMap((kind) =>
      clients.map((node) => {
        const place = places[node.place]!.name;
        return kind === undefined ? { traffic, place } : { traffic, place, kind };
      }),
    );
    this.#messages = labels.map((one) => recorder.counter('messages', one));
    this.#deliveries = labels.map((one) => recorder.counter('deliveries', one));
    this.#undelivered = labels.map((one) => recorder.counter('undelivered', one));
    this.#delivery = labels.map((one) => recorder.histogram('delivery', one, { windows: true }));
  }

  sent(message: number, person: number): void {
    this.#add(this.#messages, message, person);
  }

  shown(message: number, person: number): void {
    const sentAtMs = this.#parts.messages.sentAtMs[message]!;
    const tookMs = this.#parts.world.simulator.nowMs - sentAtMs;
    this.#add(this.#deliveries, message, person);
    this.#recorder.record(this.#delivery[this.#row(message, person)]!, tookMs, sentAtMs);
  }

  lost(message: number, person: number): void {
    this.#add(this.#undelivered, message, person);
  }

  #add(counters: readonly number[], message: number, person: number): void {
    const row = this.#row(message, person);
    this.#recorder.add(counters[row]!, 1, this.#parts.messages.sentAtMs[message]!);
  }

  #row(message: number, person: number): number {
    const { people, clients, messages } = this.#parts;
    // A server is counted where those are whom it talks to; in a room, at the first place.
    const { sender, recipient, kind } = messages;
    const who = person >= 0 ? person : Math.max(sender[message]!, recipient[message]!, 0);
    return kind[message]! * clients.length + people.place[who]!;
  }
}
