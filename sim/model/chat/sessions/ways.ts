/** How long something takes between a device and a gateway. */
import type { Clients } from '../../node/clients.ts';
import type { Lane } from '../../node/peer.ts';
import type { World } from '../../node/world.ts';
import type { Devices } from './device-table.ts';

export class Ways {
  readonly #world: World;
  readonly #clients: readonly Clients[];
  readonly #devices: Devices;
  readonly #lanes: readonly Lane[];

  constructor(world: World, clients: readonly Clients[], devices: Devices, traffic: string) {
    this.#world = world;
    this.#clients = clients;
    this.#devices = devices;
    this.#lanes = clients.map((node) => node.lane(`${traffic}/sessions`));
  }

  /**
   * Small packets from a device: the radio wakes for them.
   *
   * @returns ms until they are at the gateway; Infinity: the way is closed for too long.
   */
  upMs(device: number, gateway: number, bytes: number): number {
    const place = this.#devices.place[device]!;
    const node = this.#clients[place]!;
    const backboneMs = this.#carry(node.id, gateway, bytes);
    if (backboneMs === Number.POSITIVE_INFINITY) return backboneMs;
    const unit = this.#devices.device[device]!;
    const accessMs =
      node.medium === undefined
        ? node.upMs(unit, bytes, this.#lanes[place]!, gateway)
        : node.accessMs(unit, this.#lanes[place]!.up, gateway);
    return backboneMs + accessMs;
  }

  /** As `upMs`, from a gateway to a device. */
  downMs(device: number, gateway: number, bytes: number): number {
    const place = this.#devices.place[device]!;
    const node = this.#clients[place]!;
    const backboneMs = this.#carry(gateway, node.id, bytes);
    if (backboneMs === Number.POSITIVE_INFINITY) return backboneMs;
    const unit = this.#devices.device[device]!;
    const accessMs =
      node.medium === undefined
        ? node.downMs(unit, bytes, this.#lanes[place]!, gateway)
        : node.accessMs(unit, this.#lanes[place]!.down, gateway);
    return backboneMs + accessMs;
  }

  /** The answer to something that a device has just sent, for which its radio is awake. */
  answer(device: number, gateway: number, bytes: number): void {
    this.#carry(gateway, this.#clients[this.#devices.place[device]!]!.id, bytes);
  }

  /** There and back for something small, ms: takes nobody's turn and no bytes. */
  roundTripMs(device: number, gateway: number): number {
    const place = this.#devices.place[device]!;
    const node = this.#clients[place]!;
    const accessMs = node.accessMs(
      this.#devices.device[device]!,
      this.#lanes[place]!.setup,
      gateway,
    );
    return this.#world.exchange.roundTripMs(node.id, gateway) + 2 * accessMs;
  }

  #carry(from: number, to: number, bytes: number): number {
    return this.#world.exchange.carry(from, to, bytes, this.#world.simulator.nowMs);
  }
}
