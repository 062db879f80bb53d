/**
 * Devices under a constellation that gives each of them a new satellite at the same moments. Between
 * two of these, distance and rates stay; in the first moments of a slot nothing passes.
 */

import { transferMs } from '../../../engine/lines.ts';
import type { Random } from '../../../engine/random.ts';
import type { AccessContext, AccessLink } from '../profile.ts';

export interface LeoSettings {
  /** Time between two reconfigurations, ms, and how long nothing passes after one. */
  readonly slotMs: number;
  readonly outageMs: number;
  /** Flight there and back over the satellite of a slot, ms. */
  flightMs(random: Random): number;
  /** What a round trip takes beside the flight, ms. */
  restMs(random: Random): number;
  downBitsPerSecond(random: Random): number;
  upBitsPerSecond(random: Random): number;
}

export class LeoLink implements AccessLink {
  readonly #settings: LeoSettings;
  readonly #skies: Random;
  /** Slot that a device's values are of; they are drawn when the device first needs them. */
  readonly #slot: Float64Array;
  readonly #flightMs: Float64Array;
  readonly #downBitsPerSecond: Float64Array;
  readonly #upBitsPerSecond: Float64Array;
  readonly #downFreeAtMs: Float64Array;

  constructor(settings: LeoSettings, { devices, stream }: AccessContext) {
    this.#settings = settings;
    this.#skies = stream('satellites');
    this.#slot = new Float64Array(devices).fill(-1);
    this.#flightMs = new Float64Array(devices);
    this.#downBitsPerSecond = new Float64Array(devices);
    this.#upBitsPerSecond = new Float64Array(devices);
    this.#downFreeAtMs = new Float64Array(devices);
  }

  upMs(device: number, bytes: number, nowMs: number, random: Random): number {
    const leavesMs = this.#open(device, nowMs);
    const takesMs = transferMs(bytes, this.#upBitsPerSecond[device]!);
    return leavesMs - nowMs + takesMs + this.#oneWayMs(device, random);
  }

  downMs(device: number, bytes: number, nowMs: number, random: Random): number {
    const startMs = this.#open(device, Math.max(nowMs, this.#downFreeAtMs[device]!));
    const endMs = startMs + transferMs(bytes, this.#downBitsPerSecond[device]!);
    this.#downFreeAtMs[device] = endMs;
    return endMs - nowMs + this.#oneWayMs(device, random);
  }

  roundTripMs(device: number, nowMs: number, random: Random): number {
    const leavesMs = this.#open(device, nowMs);
    return leavesMs - nowMs + 2 * this.#oneWayMs(device, random);
  }

  #oneWayMs(device: number, random: Random): number {
    return (this.#flightMs[device]! + this.#settings.restMs(random)) / 2;
  }

  /** The first moment from `fromMs` on at which something passes; the slot's values hold from then. */
  #open(device: number, fromMs: number): number {
    const { slotMs, outageMs } = this.#settings;
    const slot = Math.floor(fromMs / slotMs);
    if (this.#slot[device]! < slot) this.#draw(device, slot);
    return Math.max(fromMs, slot * slotMs + outageMs);
  }

  #draw(device: number, slot: number): void {
    this.#slot[device] = slot;
    this.#flightMs[device] = this.#settings.flightMs(this.#skies);
    this.#downBitsPerSecond[device] = this.#settings.downBitsPerSecond(this.#skies);
    this.#upBitsPerSecond[device] = this.#settings.upBitsPerSecond(this.#skies);
  }
}
