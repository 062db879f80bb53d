/** Frames to devices on a medium that they share (LoRaWAN, NB-IoT): each is sent and followed for itself. */

import { Legs } from '../legs.ts';
import type { RoomParts } from './room-parts.ts';

export class MediumPushes {
  readonly #parts: RoomParts;
  /** Frames with the place of the watcher in place of a gateway. */
  readonly #tickets = new Legs();
  readonly #owners: readonly (number | undefined)[];

  constructor(parts: RoomParts) {
    this.#parts = parts;
    this.#owners = parts.clients.map(({ medium }) =>
      medium?.owner((ticket, isLost) => this.#settled(ticket, isLost)),
    );
  }

  send(frame: number, place: number, device: number): void {
    const { clients, frames } = this.#parts;
    frames.pending[frame]! += 1;
    const ticket = this.#tickets.next(frame, place);
    const bytes = frames.bytes[frame]!;
    clients[place]!.medium!.sendDown(this.#owners[place]!, ticket, device, bytes);
  }

  #settled(ticket: number, isLost: boolean): void {
    const { frames, ledger, meters, world } = this.#parts;
    const { recorder, simulator } = world;
    const frame = this.#tickets.message[ticket]!;
    const meter = meters[this.#tickets.gateway[ticket]!]!;
    this.#tickets.release(ticket);
    for (let comment = 0; comment < frames.comments[frame]!; comment += 1) {
      const postedMs = frames.postedMs(frame, comment);
      recorder.add(isLost ? meter.undelivered : meter.deliveries, 1, postedMs);
      if (!isLost) recorder.record(meter.delivery, simulator.nowMs - postedMs, postedMs);
    }
    const comments = frames.comments[frame]!;
    if (isLost) ledger.dropped(frame, comments);
    else ledger.shown(frame, comments);
    frames.settle(frame);
  }
}
