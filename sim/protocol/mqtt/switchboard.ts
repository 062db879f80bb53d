/** Finds crews and devices by the names that they have on the wire. */
import type { Crew } from '../../model/node/telegraph.ts';
import type { MqttDevice } from './device.ts';
import { FIRST_MARK, messageIn, trafficOf } from './names.ts';

export class Switchboard {
  /** By client identifier. */
  readonly #devices = new Map<string, MqttDevice>();
  /** By number of the traffic, any of its crews: of publish and subscribe all tell the same ledger of messages. */
  readonly #crews = new Map<number, Crew>();

  /** By client: what its last words begin with. */
  readonly #marks = new Map<string, number>();
  /** By mark: the message that these words have become. */
  readonly #said = new Map<number, number>();

  add(traffic: number, crew: Crew): void {
    this.#crews.set(traffic, crew);
  }

  enter(client: string, device: MqttDevice): void {
    this.#devices.set(client, device);
  }

  device(client: string): MqttDevice | undefined {
    return this.#devices.get(client);
  }

  devices(): Iterable<MqttDevice> {
    return this.#devices.values();
  }

  /** Undefined: the topic is none of a model's. */
  crewOf(topic: string): Crew | undefined {
    return this.#crews.get(trafficOf(topic));
  }

  /**
   * A device leaves its last words before anybody can know which message they will be: until then they begin with
   * a number that is the device's own.
   */
  markOf(client: string): number {
    let mark = this.#marks.get(client);
    if (mark === undefined) {
      mark = FIRST_MARK + this.#marks.size;
      this.#marks.set(client, mark);
    }
    return mark;
  }

  /** A broker that cannot write into them says a client's last words. */
  said(client: string, message: number): void {
    this.#said.set(this.markOf(client), message);
  }

  /** The message that a payload is of; undefined: last words that nobody has been told of. */
  messageIn(payload: Uint8Array): number | undefined {
    const number = messageIn(payload);
    return number < FIRST_MARK ? number : this.#said.get(number);
  }

  crews(): Iterable<Crew> {
    return this.#crews.values();
  }
}
