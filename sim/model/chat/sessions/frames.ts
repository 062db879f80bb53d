/** What devices hear of presence: a frame for each change, or one for all of a while. */
import type { HandlerId } from '../../../engine/simulator.ts';
import type { PresenceParts } from './presence.ts';

type FramesParts = Pick<
  PresenceParts,
  'world' | 'devices' | 'sessions' | 'protocol' | 'params' | 'meters'
>;

export class Frames {
  readonly #parts: FramesParts;
  readonly #flush: HandlerId;
  /** By device: changes that wait, and when the first of them happened, ms; where they are collected. */
  readonly #waiting: Uint16Array;
  readonly #sinceMs: Float64Array;

  constructor(parts: FramesParts) {
    const { params, devices, world } = parts;
    this.#parts = parts;
    const collecting = params.batch > 0 ? devices.count : 0;
    this.#waiting = new Uint16Array(collecting);
    this.#sinceMs = new Float64Array(collecting);
    this.#flush = world.simulator.handler(
      (device, gateway) => this.#send(device, gateway),
      'collected presence',
    );
  }

  /** A device is to hear of a change. */
  add(device: number, gateway: number, sinceMs: number): void {
    const { batch } = this.#parts.params;
    if (batch === 0) {
      this.#frame(device, gateway, 1, sinceMs);
      return;
    }
    if (this.#waiting[device] === 0) {
      this.#sinceMs[device] = sinceMs;
      this.#parts.world.simulator.after(batch, this.#flush, device, gateway);
    }
    this.#waiting[device]! += 1;
  }

  /** A device gets to know how it is with so many people. */
  list(device: number, gateway: number, people: number): void {
    const { sessions, params, world } = this.#parts;
    if (sessions.gateway[device] !== gateway) return;
    const bytes = this.#parts.protocol.down.messageBytes(people * params.bytes);
    if (this.#pass(device, gateway, bytes) === Number.POSITIVE_INFINITY) return;
    this.#meters(device).list(bytes, world.simulator.nowMs);
  }

  #send(device: number, gateway: number): void {
    const notices = this.#waiting[device]!;
    this.#waiting[device] = 0;
    this.#frame(device, gateway, notices, this.#sinceMs[device]!);
  }

  #frame(device: number, gateway: number, notices: number, sinceMs: number): void {
    const { sessions, params, world, protocol } = this.#parts;
    const { nowMs } = world.simulator;
    const bytes = protocol.down.messageBytes(notices * params.bytes);
    const isThere = sessions.gateway[device] === gateway;
    const wayMs = isThere ? this.#pass(device, gateway, bytes) : Number.POSITIVE_INFINITY;
    if (wayMs === Number.POSITIVE_INFINITY) this.#meters(device).undelivered(notices, nowMs);
    else this.#meters(device).frame(notices, bytes, nowMs - sinceMs + wayMs, nowMs);
  }

  /** @returns time until the bytes are at the device, ms; Infinity: it does not get them. */
  #pass(device: number, gateway: number, bytes: number): number {
    const { sessions } = this.#parts;
    if (!sessions.hears(device)) return Number.POSITIVE_INFINITY;
    const wayMs = sessions.ways.downMs(device, gateway, bytes);
    sessions.touch(device);
    return wayMs;
  }

  #meters(device: number) {
    return this.#parts.meters[this.#parts.devices.place[device]!]!;
  }
}
