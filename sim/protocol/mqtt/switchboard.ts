/** Finds crews and devices by the names that they have on the wire. */
import type { Crew } from '../../model/node/telegraph.ts';
import type { MqttDevice } from './device.ts';
import { trafficOf } from './names.ts';

export class Switchboard {
  /** By client identifier. */
  readonly #devices = new Map<string, MqttDevice>();
  /** By number of the traffic, any of its crews: all tell the same ledger of messages. */
  readonly #crews = new Map<number, Crew>();

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

  crews(): Iterable<Crew> {
    return this.#crews.values();
  }
}
