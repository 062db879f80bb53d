/**
 * Devices under a constellation that gives each of them a new satellite at the same moments. Between
 * two of these, distance and rates stay; in the first moments of a slot nothing passes.
 */

import { type LineQueues, transferMs } from '../../../engine/lines.ts';
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
  /** Mean of the rates down: what room in queues is measured by. */
  readonly meanDownBitsPerSecond: number;
}

export class LeoLink implements AccessLink {
  readonly #settings: LeoSettings;
  readonly lines: LeoLines;

  constructor(settings: LeoSettings, context: AccessContext) {
    this.#settings = settings;
    this.lines = new LeoLines(settings, context);
  }

  upMs(device: number, bytes: number, nowMs: number, random: Random): number {
    const leavesMs = this.lines.open(device, nowMs);
    const takesMs = transferMs(bytes, this.lines.upBitsPerSecond[device]!);
    return leavesMs - nowMs + takesMs + this.#oneWayMs(device, random);
  }

  downMs(device: number, bytes: number, nowMs: number, random: Random): number {
    const endMs = this.lines.pass(device, bytes, nowMs);
    return endMs - nowMs + this.#oneWayMs(device, random);
  }

  roundTripMs(device: number, nowMs: number, random: Random): number {
    const leavesMs = this.lines.open(device, nowMs);
    return leavesMs - nowMs + 2 * this.#oneWayMs(device, random);
  }

  #oneWayMs(device: number, random: Random): number {
    return (this.lines.flightMs[device]! + this.#settings.restMs(random)) / 2;
  }
}

/** The ways down, and what else a slot decides. */
class LeoLines implements LineQueues {
  readonly bitsPerSecond: Float64Array;
  readonly #settings: LeoSettings;
  readonly #skies: Random;
  /** Slot that a device's values are of; they are drawn when the device first needs them. */
  readonly #slot: Float64Array;
  readonly flightMs: Float64Array;
  readonly upBitsPerSecond: Float64Array;
  readonly #downBitsPerSecond: Float64Array;
  readonly #freeAtMs: Float64Array;

  constructor(settings: LeoSettings, { devices, stream }: AccessContext) {
    this.#settings = settings;
    this.#skies = stream('satellites');
    this.bitsPerSecond = new Float64Array(devices).fill(settings.meanDownBitsPerSecond);
    this.#slot = new Float64Array(devices).fill(-1);
    this.flightMs = new Float64Array(devices);
    this.upBitsPerSecond = new Float64Array(devices);
    this.#downBitsPerSecond = new Float64Array(devices);
    this.#freeAtMs = new Float64Array(devices);
  }

  pass(line: number, bytes: number, nowMs: number): number {
    const startMs = this.open(line, Math.max(nowMs, this.#freeAtMs[line]!));
    const endMs = startMs + transferMs(bytes, this.#downBitsPerSecond[line]!);
    this.#freeAtMs[line] = endMs;
    return endMs;
  }

  queueMs(line: number, nowMs: number): number {
    const fromMs = this.open(line, nowMs);
    const waitsMs = Math.max(0, this.#freeAtMs[line]! - fromMs);
    return (waitsMs * this.#downBitsPerSecond[line]!) / this.bitsPerSecond[line]!;
  }

  tookMs(line: number, bytes: number): number {
    return transferMs(bytes, this.#downBitsPerSecond[line]!);
  }

  /** The first moment from `fromMs` on at which something passes; the slot's values hold from then. */
  open(device: number, fromMs: number): number {
    const { slotMs, outageMs } = this.#settings;
    const slot = Math.floor(fromMs / slotMs);
    if (this.#slot[device]! < slot) this.#draw(device, slot);
    return Math.max(fromMs, slot * slotMs + outageMs);
  }

  #draw(device: number, slot: number): void {
    this.#slot[device] = slot;
    this.flightMs[device] = this.#settings.flightMs(this.#skies);
    this.#downBitsPerSecond[device] = this.#settings.downBitsPerSecond(this.#skies);
    this.upBitsPerSecond[device] = this.#settings.upBitsPerSecond(this.#skies);
  }
}
